import {
  codedRefusal,
  reasonInWords,
  refusal,
  type RefusalRow,
  type SmsRefusal,
} from '../refusal.js'

/** mimsms.com "API documentation", status codes. */
const REFUSALS: Readonly<Record<string, RefusalRow>> = {
  205: ['bad_message', 'The text is not valid'],
  206: ['bad_number', 'The number is invalid'],
  207: ['bad_message', 'The type of the message is not valid'],
  208: ['bad_sender', 'The sender is not valid'],
  209: ['bad_message', 'The text is too long'],
  210: ['bad_message', 'The campaign is not valid'],
  213: ['bad_message', 'The fields are not those expected'],
  216: ['no_balance', 'The balance is used up'],
  221: ['gateway_error', 'The message could not be sent'],
}

/** 401 is a wrong login, and an address that is not on the list; only the words tell. */
const UNAUTHORIZED = '401'

/** Null when neither a code nor a word says no: 500 is an error of theirs in the middle of it. */
export function refusalOf(code: string, failed: boolean, words: string): SmsRefusal | null {
  if (code in REFUSALS) return codedRefusal('MiM SMS', code, REFUSALS)
  if (code !== UNAUTHORIZED && (!failed || code === '500')) return null
  const guess = code === UNAUTHORIZED ? 'bad_credentials' : 'gateway_error'
  return refusal(reasonInWords(words) ?? guess, `MiM SMS ${code}: ${words}`)
}
