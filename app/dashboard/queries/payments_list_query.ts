import { containing } from '#core/like_pattern'
import PaymentIntent from '#payments/intents/payment_intent'

const PAGE = 50
const STATES = ['created', 'pending', 'paid', 'failed', 'expired', 'review']

/** A page of attempts to pay, newest first, found by number, reference or the gateway's number. */
export async function paymentsListQuery(filters: { q: string; state: string }, page: number) {
  const query = PaymentIntent.query().orderBy('id', 'desc')
  if (STATES.includes(filters.state)) query.where('state', filters.state)
  if (filters.q) {
    const pattern = containing(filters.q)
    query.where((match) =>
      match
        .where('reference', filters.q)
        .orWhere('gateway_transaction', filters.q)
        .orWhereILike('mobile', pattern)
    )
  }
  return query.paginate(page, PAGE)
}

/** One attempt as lists show it. */
export function paymentRow(intent: PaymentIntent) {
  return {
    id: intent.id,
    reference: intent.reference,
    mobile: intent.mobile,
    customerId: intent.customerId,
    packageName: offerName(intent.offer),
    amountMinor: intent.amountMinor,
    currency: intent.currency,
    gateway: intent.gateway,
    state: intent.state,
    gatewayTransaction: intent.gatewayTransaction,
    createdAt: intent.createdAt,
    paidAt: intent.paidAt,
  }
}

function offerName(offer: Record<string, unknown>): string {
  return typeof offer.name === 'string' ? offer.name : '—'
}
