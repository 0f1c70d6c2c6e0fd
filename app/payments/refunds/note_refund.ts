import PaymentTransition from '#payments/intents/payment_transition'
import type Refund from '#payments/refunds/refund'
import type { RefundState } from '#payments/refunds/refund'

/**
 * Keeps a step of a refund in the history of its attempt, with what the gateway said. Cash has
 * no attempt; its refunds are made by hand, and the row says all there is to say. The same news
 * twice in a row is kept once.
 */
export async function noteRefund(
  { id: refundId, intentId, refundState }: Refund,
  fromState: RefundState | null,
  cause: string,
  evidence: unknown,
  byName: string | null = null
): Promise<void> {
  if (intentId === null) return
  const last = await PaymentTransition.query().where({ refundId }).orderBy('id', 'desc').first()
  if (last?.cause === cause && last.toState === refundState) return
  const step = { intentId, refundId, fromState, toState: refundState }
  await PaymentTransition.create({ ...step, cause, evidence, byName })
}
