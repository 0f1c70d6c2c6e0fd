import { Money } from '#core/money'
import CustomerPayment from '#payments/customer_payment'
import PaymentIntent from '#payments/intents/payment_intent'
import Refund from '#payments/refunds/refund'

/** Money that may be given back: by its attempt, or by its payment where there was no attempt. */
export type RefundSource = { intentId: number } | { paymentId: number }

/** What came in, and how much of it nobody has given back or is giving back. */
export interface Refundable {
  intent: PaymentIntent | null
  /** null for money that was held and never credited */
  payment: CustomerPayment | null
  customerId: number
  packageName: string
  /** A gateway's name or "cash". */
  method: string
  gatewayTransaction: string | null
  paid: Money
  left: Money
}

/**
 * Everything that locks several of them locks the attempt, then its payments, then the
 * customer. Call in the tenant's scope.
 *
 * @param lock for a transaction that goes on to reserve some of it
 * @returns null when this is no money that we could give back
 */
export async function refundable(source: RefundSource, lock = false): Promise<Refundable | null> {
  return 'intentId' in source ? ofIntent(source.intentId, lock) : ofCash(source.paymentId, lock)
}

async function ofIntent(id: number, lock: boolean): Promise<Refundable | null> {
  const query = PaymentIntent.query().where('id', id)
  const intent = await (lock ? query.forUpdate() : query).firstOrFail()
  const { customerId, gateway: method, held } = intent
  const about = { intent, customerId, method, packageName: nameOf(intent.offer) }
  if (intent.isCredited) {
    const payment = await CustomerPayment.findByOrFail('intentId', id)
    const { gatewayTransaction } = intent
    return {
      ...about,
      payment,
      gatewayTransaction,
      ...(await sums(payment.amount, { intentId: id })),
    }
  }
  const wasRefused = intent.state === 'refused' && held !== null && held.creditedTo === null
  if (!wasRefused) return null
  const { gatewayTransaction } = held
  const paid = Money.of(held.amountMinor, held.currency)
  return { ...about, payment: null, gatewayTransaction, ...(await sums(paid, { intentId: id })) }
}

async function ofCash(id: number, lock: boolean): Promise<Refundable | null> {
  const query = CustomerPayment.query().where({ id, method: 'cash' })
  const payment = await (lock ? query.forUpdate() : query).firstOrFail()
  if (payment.undoneAt) return null
  const { customerId, packageName, method, amount } = payment
  const about = { intent: null, payment, customerId, packageName, method, gatewayTransaction: null }
  return { ...about, ...(await sums(amount, { refundOf: id })) }
}

/** What is being made counts as gone: two refunds at once never exceed what was paid. */
async function sums(paid: Money, whose: { intentId: number } | { refundOf: number }) {
  const refunds = await Refund.query().where(whose).whereNot('refundState', 'not_made')
  const gone = refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  return { paid, left: Money.of(Math.max(0, paid.minor - gone), paid.currency) }
}

function nameOf(offer: Record<string, unknown>): string {
  return typeof offer.name === 'string' ? offer.name : '—'
}
