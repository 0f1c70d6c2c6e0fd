import { fieldsOf, type Fields } from '#core/http/fields'
import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { balanceOf, textOf, wordsOf } from '../answer_fields.js'
import { reasonInWords, refusal, type SmsRefusal } from '../refusal.js'
import type { SendVerdict } from '../sms_line.js'

/** `[{status: "SENT" or "FAILED", statusmsg}]`, or a sentence that begins with Ok or Error. */
export function readSending(answer: HttpAnswer): SendVerdict | null {
  const first = firstOf(answer)
  if (first) {
    const status = textOf(first['status']).toUpperCase()
    if (status === 'SENT' && answer.isSuccess) return { accepted: {} }
    return status === 'FAILED' ? refused(wordsOf(first['statusmsg'])) : null
  }
  if (/^ok\b/i.test(answer.text.trim()) && answer.isSuccess) return { accepted: {} }
  return errorSentence(answer)
}

/** `[{response}]`, one for each flag that was asked for. */
export function readBalance(answer: HttpAnswer): Money | SmsRefusal | null {
  const first = firstOf(answer)
  if (!first) return errorSentence(answer)
  const response = textOf(first['response'])
  const balance = balanceOf(response.replace(/^(?:BDT|Tk\.?)\s*/i, ''), 'BDT')
  if (balance) return balance
  return reasonInWords(response) === undefined ? null : refused(response)
}

function firstOf(answer: HttpAnswer): Fields | null {
  const body = answer.json()
  return fieldsOf(Array.isArray(body) ? body[0] : body)
}

function errorSentence(answer: HttpAnswer): SmsRefusal | null {
  const text = answer.text.trim()
  return /^error\b/i.test(text) ? refused(wordsOf(text)) : null
}

function refused(words: string): SmsRefusal {
  return refusal(reasonInWords(words) ?? 'gateway_error', `Greenweb: ${words}`)
}
