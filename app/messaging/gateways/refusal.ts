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

/** A refusal by one of the provider's codes; one that is not on its list has no name. */
export function codedRefusal(
  provider: string,
  code: string | number,
  codes: Readonly<Record<string, RefusalRow>>
): SmsRefusal {
  const [reason, detail] = codes[code] ?? ['gateway_error', 'Refused for a reason not documented']
  return refusal(reason, `${provider} ${code}: ${detail}`)
}

/** What sentences of refusals speak of, the surest first. */
const WORDS: readonly (readonly [RegExp, SmsReason])[] = [
  [/balance|credit\b|recharge/i, 'no_balance'],
  [/\bip\b|white ?list|black ?list/i, 'address_not_allowed'],
  [/token|api ?key|password|user ?name|unauthori[sz]ed|authenticat/i, 'bad_credentials'],
  [/sender|mask/i, 'bad_sender'],
  [/(?:invalid|wrong|no valid) (?:mobile |phone )?(?:number|msisdn)/i, 'bad_number'],
  [/suspend|expired|disabled|inactive|not (?:active|verified|permitted)/i, 'account_not_allowed'],
  [/message|content|length|empty/i, 'bad_message'],
]

/** The reason in a provider's own words, for refusals that have no code or an uncertain one. */
export function reasonInWords(words: string): SmsReason | undefined {
  return WORDS.find(([pattern]) => pattern.test(words))?.[1]
}
