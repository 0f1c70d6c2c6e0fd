import {
  codedRefusal,
  reasonInWords,
  refusal,
  type RefusalRow,
  type SmsRefusal,
} from '../refusal.js'

/** sms.net.bd "API documentation", error codes. */
const REFUSALS: Readonly<Record<string, RefusalRow>> = {
  400: ['bad_message', 'A field is missing or not valid'],
  403: ['account_not_allowed', 'The account may not do this'],
  404: ['gateway_error', 'The address of the API is wrong'],
  405: ['bad_credentials', 'The API key is not valid'],
  410: ['account_not_allowed', 'The account has expired'],
  411: ['account_not_allowed', "The reseller's account has expired or is suspended"],
  412: ['bad_message', 'The schedule is not valid'],
  413: ['bad_sender', 'The sender ID is not valid'],
  414: ['bad_message', 'The text is empty'],
  415: ['bad_message', 'The text is too long'],
  420: ['bad_message', 'The text is blocked'],
  421: [
    'account_not_allowed',
    'Until it is charged first, the account reaches its own number only',
  ],
}

/** Lists differ in which of the two is the balance and which the number (facts §7). */
const UNCERTAIN = ['416', '417']
/** 409: an error on the server that Alpha cannot name. */
const SERVER_ERROR = '409'

/** Null when the message may still have gone. */
export function refusalOf(code: string, words: string): SmsRefusal | null {
  if (!/^4\d\d$/.test(code) || code === SERVER_ERROR) return null
  if (!UNCERTAIN.includes(code)) return codedRefusal('Alpha SMS', code, REFUSALS)
  return refusal(reasonInWords(words) ?? 'no_balance', `Alpha SMS ${code}: ${words}`)
}
