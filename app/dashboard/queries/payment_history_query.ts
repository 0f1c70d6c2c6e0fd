import type { Money } from '#core/money'
import PaymentTransition from '#payments/intents/payment_transition'
import Refund from '#payments/refunds/refund'

/** Every step of an attempt and of its refunds, with what was said. In the tenant's scope. */
export async function paymentHistoryQuery(intentId: number) {
  const steps = await PaymentTransition.query().where({ intentId }).orderBy('id')
  const refunds = await Refund.query().where({ intentId })
  const amounts = new Map<number | null, Money>(refunds.map(({ id, amount }) => [id, amount]))
  return steps.map(({ refundId, toState, cause, evidence, byName, createdAt }) => ({
    kind: refundId === null ? 'payment' : 'refund',
    state: toState,
    amount: amounts.get(refundId) ?? null,
    cause,
    byName,
    evidence: isSomething(evidence) ? JSON.stringify(evidence, null, 2) : null,
    at: createdAt,
  }))
}

function isSomething(evidence: unknown): boolean {
  return typeof evidence === 'object' && evidence !== null && Object.keys(evidence).length > 0
}
