import type { Money } from '#core/money'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { shownFee, type ShownFee } from '#payments/accounts/shown_fee'
import { paymentGatewayDriver } from '#payments/gateways/registry'

/** One way to pay, as the customer is offered it. */
export interface OfferedMethod {
  /** Of the account; what a payment is started with. */
  id: number
  provider: string
  label: string
  /** No real money moves: whoever is offered it should know. */
  sandbox: boolean
  /** What the gateway adds by itself to this amount; null where it adds nothing. */
  fee: ShownFee | null
}

/** The ways to pay an amount, in the ISP's order. Call in the tenant's scope. */
export async function offeredMethodsQuery(amount: Money): Promise<OfferedMethod[]> {
  const accounts = await PaymentGatewayAccount.query()
    .where('enabled', true)
    .orderBy('position')
    .orderBy('id')
  return accounts
    .filter((account) => account.takes(amount))
    .map((account) => ({
      id: account.id,
      provider: account.provider,
      label: paymentGatewayDriver(account.provider).label,
      sandbox: account.environment === 'sandbox',
      fee: shownFee(account, amount),
    }))
}
