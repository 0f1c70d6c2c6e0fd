import type { DateTime } from 'luxon'
import type { SmsOutcome, SmsReason } from '#messaging/gateways/contract'

/** One account's answer to a message. A plain value: it lives in sms_messages.tries. */
export interface SmsTry {
  provider: string
  /** ISO 8601, UTC. */
  at: string
  outcome: SmsOutcome['outcome']
  reason?: SmsReason
  detail?: string
}

export function smsTry(provider: string, outcome: SmsOutcome, now: DateTime): SmsTry {
  const at = now.toUTC().toISO() ?? ''
  return outcome.outcome === 'accepted'
    ? { provider, at, outcome: 'accepted' }
    : {
        provider,
        at,
        outcome: outcome.outcome,
        reason: outcome.reason,
        detail: outcome.detail.slice(0, 300),
      }
}
