import type { DateTime } from 'luxon'
import { moveIntent } from '#payments/intents/move_intent'
import { PaymentConfirmed } from '#payments/intents/payment_confirmed'
import type PaymentIntent from '#payments/intents/payment_intent'

export interface Credit {
  gatewayTransaction: string
  cause: string
  evidence: unknown
  at: DateTime
  /** The person who decided it, if one did. */
  byName?: string
}

/**
 * The one way in which money becomes what was bought. Call in the transaction that
 * locked the intent.
 *
 * @returns false when the intent may not become paid, and nothing was credited
 */
export async function creditIntent(
  intent: PaymentIntent,
  { gatewayTransaction, cause, evidence, at, byName }: Credit
): Promise<boolean> {
  const moved = await moveIntent(intent, 'paid', cause, evidence, byName)
  if (!moved) return false
  await intent.merge({ gatewayTransaction, paidAt: at, nextCheckAt: null }).save()
  await PaymentConfirmed.dispatch(intent)
  return true
}
