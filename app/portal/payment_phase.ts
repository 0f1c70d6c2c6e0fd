import type { DateTime } from 'luxon'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import { STARTING_SECONDS } from '#payments/intents/open_attempts'
import type PaymentIntent from '#payments/intents/payment_intent'
import type { IntentState } from '#payments/intents/payment_intent'

/**
 * Where a payment stands for the person who pays: `starting` at the gateway; `open`, to be paid
 * on the gateway's page; `phone`, to be agreed to on the handset; `asking` the gateway whether
 * it was paid; or over.
 */
export type PaymentPhase =
  'starting' | 'open' | 'phone' | 'asking' | Exclude<IntentState, 'created' | 'pending'>

/** Longer than a prompt stays on a handset. */
const PROMPT_SECONDS = 120

export function phaseOf(intent: PaymentIntent, now: DateTime): PaymentPhase {
  const { state, callbackHint, createdAt, expiresAt, redirectUrl } = intent
  const age = now.diff(createdAt).as('seconds')
  if (state === 'created') return age < STARTING_SECONDS ? 'starting' : 'asking'
  if (state !== 'pending') return state
  if (callbackHint) return 'asking'
  if (redirectUrl) return now < expiresAt ? 'open' : 'asking'
  const asksOnPhone = !paymentGatewayDriver(intent.gateway).needsBrowser
  return asksOnPhone && age < PROMPT_SECONDS ? 'phone' : 'asking'
}

/** Seconds after which the page looks again: often at first, seldom when somebody left it open. */
export function refreshAfter(
  phase: PaymentPhase,
  { createdAt }: PaymentIntent,
  now: DateTime
): number | null {
  if (phase === 'starting') return 2
  if (phase === 'review') return 60
  if (phase !== 'open' && phase !== 'phone' && phase !== 'asking') return null
  const minutes = now.diff(createdAt).as('minutes')
  return minutes < 3 ? 4 : minutes < 15 ? 10 : 30
}
