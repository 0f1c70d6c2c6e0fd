import type { PartPrice } from '#dashboard/sms_texts/preview'
import SmsGatewayAccount from '#messaging/sms_gateway_account'

/** What a part costs at the account that is asked first; null where no price was entered. */
export async function partPrice(): Promise<PartPrice | null> {
  const account = await SmsGatewayAccount.query()
    .where('enabled', true)
    .orderBy('position')
    .orderBy('id')
    .first()
  if (!account?.partPriceCurrency || account.partPriceMicros === null) return null
  return { micros: account.partPriceMicros, currency: account.partPriceCurrency }
}
