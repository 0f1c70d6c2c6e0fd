import type { Fields } from '#core/http/fields'
import type { SmsReason } from '../contract.js'
import { refusal, type SmsRefusal } from '../refusal.js'

type Rule = readonly [pattern: RegExp, reason: SmsReason]

/** infobip.com/docs/essentials/api-essentials/response-status-and-error-codes: names of statuses. */
const STATUSES: readonly Rule[] = [
  [/CREDITS|BALANCE/, 'no_balance'],
  [/SENDER|SOURCE/, 'bad_sender'],
  [/DESTINATION_NOT_REGISTERED|DEMO|ACCOUNT|LIMIT/, 'account_not_allowed'],
  [/NETWORK|ROUTE|PREFIX|COUNTRY/, 'unsupported_destination'],
  [/DESTINATION|DND|BLACKLIST|OPT_?OUT/, 'bad_number'],
  [/MESSAGE|CONTENT|TEXT|TEMPLATE|DUPLICATE/, 'bad_message'],
]

/** Of the errors of a whole call: `messageId` of the older form, `errorCode` of the newer. */
const ERRORS: readonly Rule[] = [
  [/^UNAUTHORIZED$|^E401$/, 'bad_credentials'],
  [/^FORBIDDEN$|^E403$/, 'account_not_allowed'],
  [/^BAD_REQUEST$|^E400$/, 'bad_message'],
]

/** Which field of the message a call was refused for. */
const PROPERTIES: readonly Rule[] = [
  [/\bto$/, 'bad_number'],
  [/\bsender$/, 'bad_sender'],
]

/** Of a message's status. */
export function refusedStatus(status: Fields): SmsRefusal {
  const name = word(status['name']) || word(status['groupName'])
  return refusal(find(STATUSES, name), `Infobip: ${name || 'refused'}`)
}

/** Of a call, which names its `violations` when a field was at fault. */
export function refusedCall(code: string, properties: readonly string[]): SmsRefusal {
  const named = properties.map((property) => find(PROPERTIES, property))
  const reason = named.find((each) => each !== 'gateway_error') ?? find(ERRORS, code)
  return refusal(reason, `Infobip: ${word(code)}`)
}

function find(rules: readonly Rule[], text: string): SmsReason {
  return rules.find(([pattern]) => pattern.test(text))?.[1] ?? 'gateway_error'
}

/** Names are kept for the log, sentences are not: those repeat what was sent. */
function word(value: unknown): string {
  return typeof value === 'string' && /^\w{1,80}$/.test(value) ? value : ''
}
