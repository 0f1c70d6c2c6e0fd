import type { SmsReason } from './contract.js'

/** A provider's explicit no: it has neither sent nor charged. */
export interface SmsRefusal {
  reason: SmsReason
  /** For the operator's log. */
  detail: string
  retryableElsewhere: boolean
}

/** A code of a provider's list: what it means to us, and in words. */
export type RefusalRow = readonly [reason: SmsReason, detail: string]

/** A number that is wrong here is wrong everywhere; all else is this account's trouble. */
export function refusal(reason: SmsReason, detail: string): SmsRefusal {
  return { reason, detail, retryableElsewhere: reason !== 'bad_number' }
}
