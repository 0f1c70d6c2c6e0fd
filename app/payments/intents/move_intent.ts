import type PaymentIntent from '#payments/intents/payment_intent'
import type { IntentState } from '#payments/intents/payment_intent'
import PaymentTransition from '#payments/intents/payment_transition'

/**
 * Which state may follow which. Money that arrives after we gave up is still
 * money, so paid and review follow failed and expired; nothing follows paid.
 * A payment in two steps goes from pending to pending. The one way back is failed → pending: a
 * customer who authorises after a browser had said "cancelled" (follow_up_intent.ts).
 */
const NEXT: Record<IntentState, readonly IntentState[]> = {
  created: ['pending', 'paid', 'failed', 'expired', 'review'],
  pending: ['pending', 'paid', 'failed', 'expired', 'review'],
  failed: ['pending', 'paid', 'review'],
  expired: ['paid', 'review'],
  review: ['paid', 'refused'],
  refused: ['partly_refunded', 'refunded'],
  paid: ['partly_refunded', 'refunded'],
  partly_refunded: ['partly_refunded', 'refunded'],
  refunded: [],
}

/**
 * Moves a locked intent forward and keeps the evidence. Call inside the
 * transaction that locked it.
 *
 * @param byName the person who decided it, if one did
 * @returns false when the intent may not go there, and has not moved
 */
export async function moveIntent(
  intent: PaymentIntent,
  to: IntentState,
  cause: string,
  evidence: unknown,
  byName: string | null = null
): Promise<boolean> {
  const from = intent.state
  if (!NEXT[from].includes(to)) return false

  await intent.merge({ state: to }).save()
  await PaymentTransition.create({
    intentId: intent.id,
    fromState: from,
    toState: to,
    cause,
    evidence,
    byName,
  })
  return true
}
