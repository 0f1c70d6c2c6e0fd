import { microsToDecimal } from '#messaging/micros'
import { smsGatewayDrivers } from '#messaging/gateways/registry'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import type Tenant from '#tenancy/models/tenant'

/** The ISP's SMS accounts with what a part costs at each, in the order they are tried. */
export async function pricesForm({ currency }: Tenant) {
  const accounts = await SmsGatewayAccount.query().orderBy('position').orderBy('id')
  return accounts.map(({ provider, partPriceMicros, partPriceCurrency }) => ({
    provider,
    label: smsGatewayDrivers.find(({ name }) => name === provider)?.label ?? provider,
    price: partPriceMicros === null ? '' : microsToDecimal(partPriceMicros),
    currency: partPriceCurrency ?? currency,
  }))
}
