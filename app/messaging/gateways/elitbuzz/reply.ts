import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { balanceOf, idOf } from '../answer_fields.js'
import { codedRefusal, type RefusalRow, type SmsRefusal } from '../refusal.js'
import type { SendVerdict } from '../sms_line.js'

const SUBMITTED = /^SMS SUBMITTED: ID -\s*(\S*)/i
/** The code alone, or followed by words. */
const CODE = /^(?:error\W{1,3})?(10\d\d)\b(?!\.)/i
const BALANCE = /^[^<>{}]{0,40}?(-?\d{1,12}(?:\.\d+)?)(?:\s*(?:BDT|Tk\.?|Taka))?$/i

/** ElitBuzz "SMS API", error codes; the text is all there is (facts §5). */
const REFUSALS: Readonly<Record<string, RefusalRow>> = {
  1002: ['bad_sender', 'The sender ID is wrong or disabled'],
  1003: ['bad_credentials', 'The API key is not valid'],
  1004: ['bad_message', 'The text is taken for spam'],
  1005: ['gateway_error', 'Internal error at the gateway'],
  1006: ['gateway_error', 'Internal error at the gateway'],
  1007: ['no_balance', 'The balance is used up'],
  1008: ['bad_message', 'The text is empty'],
  1009: ['bad_message', 'The type of the message is not valid'],
  1010: ['bad_credentials', 'The login is not valid'],
  1011: ['bad_credentials', 'The API key belongs to no user'],
  1012: ['bad_number', 'The number is invalid'],
}

export function readSending(answer: HttpAnswer): SendVerdict | null {
  const text = answer.text.trim()
  const submitted = SUBMITTED.exec(text)
  if (submitted && answer.isSuccess) return { accepted: { providerId: idOf(submitted[1]) } }
  return submitted ? null : refusalIn(text)
}

/** A sentence that ends in the amount, or the amount alone; a bare code is a refusal. */
export function readBalance(answer: HttpAnswer): Money | SmsRefusal | null {
  const text = answer.text.trim()
  return refusalIn(text) ?? (answer.isSuccess ? balanceOf(BALANCE.exec(text)?.[1], 'BDT') : null)
}

function refusalIn(text: string): SmsRefusal | null {
  const code = CODE.exec(text)?.[1]
  return code === undefined ? null : codedRefusal('ElitBuzz', code, REFUSALS)
}
