import { containing } from '#core/like_pattern'
import { paymentFilters, text, type PaymentFilters } from '#dashboard/payments/payment_filters'
import { orderedPage, within } from '#dashboard/payments/payment_rows'
import CustomerPayment from '#payments/customer_payment'
import PaymentIntent, { type IntentState } from '#payments/intents/payment_intent'

export const STATES = [
  'paid',
  'pending',
  'review',
  'refused',
  'partly_refunded',
  'refunded',
  'failed',
  'expired',
  'created',
] as const

export interface AttemptFilters extends PaymentFilters {
  state: IntentState | null
}

export function attemptFilters(query: Record<string, unknown>): AttemptFilters {
  const state = text(query.state)
  return { ...paymentFilters(query), state: STATES.find((known) => known === state) ?? null }
}

/** Attempts to pay, found by number, reference or the gateway's number, in no order yet. */
export function attemptsQuery(filters: AttemptFilters, zone: string) {
  const query = PaymentIntent.query()
  if (filters.state) query.where('state', filters.state)
  within(query, 'created_at', filters, zone)
  if (filters.q) {
    query.where((match) =>
      match
        .where('reference', filters.q)
        .orWhere('gateway_transaction', filters.q)
        .orWhereILike('mobile', containing(filters.q))
    )
  }
  return query
}

/** A page of attempts to pay, each with its receipt where it has one. In the tenant's scope. */
export async function paymentsListQuery(filters: AttemptFilters, zone: string, page: number) {
  const found = await orderedPage(attemptsQuery(filters, zone), filters.order, page)
  const received = await receivedByIntent(found.all())
  return {
    page: found,
    payments: found.all().map((intent) => ({
      ...paymentRow(intent),
      undoneAt: received.get(intent.id)?.undoneAt ?? null,
    })),
  }
}

/** What came in by these attempts. */
export async function receivedByIntent(intents: readonly PaymentIntent[]) {
  const payments = await CustomerPayment.query().whereIn(
    'intent_id',
    intents.map(({ id }) => id)
  )
  return new Map(payments.map((payment) => [payment.intentId, payment]))
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
    isCredited: intent.isCredited,
    gatewayTransaction: intent.gatewayTransaction,
    createdAt: intent.createdAt,
    paidAt: intent.paidAt,
  }
}

function offerName(offer: Record<string, unknown>): string {
  return typeof offer.name === 'string' ? offer.name : '—'
}
