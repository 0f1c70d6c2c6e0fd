import type { DateTime } from 'luxon'
import type { SmsOutcome, SmsReason } from '#messaging/gateways/contract'

export type SmsRefusal = Extract<SmsOutcome, { outcome: 'refused' }>

/** What may be over a moment later. The message has certainly not left the house. */
const PASSING: ReadonlySet<SmsReason> = new Set<SmsReason>([
  'unreachable',
  'gateway_error',
  'no_balance',
])

const FIRST_PAUSE_SECONDS = 5
const LONGEST_PAUSE_SECONDS = 900

/** How long a message that says no end of its own is tried. */
export const WORTH_HOURS = 24

/**
 * Seconds until a message that every account refused is tried again; null when no account could
 * take it later either, or when later is too late.
 *
 * @param attempts so far, this one among them
 */
export function retryIn(
  refusals: readonly SmsRefusal[],
  attempts: number,
  now: DateTime,
  until: DateTime
): number | null {
  const isPassing = refusals.some(({ reason }) => PASSING.has(reason))
  const isFinal = refusals.some(({ retryableElsewhere }) => !retryableElsewhere)
  if (!isPassing || isFinal) return null

  const pause = Math.min(FIRST_PAUSE_SECONDS * 2 ** (attempts - 1), LONGEST_PAUSE_SECONDS)
  return now.plus({ seconds: pause }) < until ? pause : null
}
