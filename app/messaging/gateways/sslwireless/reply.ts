import { fieldsOf, type Fields } from '#core/http/fields'
import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { balanceOf, idOf, textOf, wordsOf } from '../answer_fields.js'
import { reasonInWords, refusal, type SmsRefusal } from '../refusal.js'
import type { SendVerdict } from '../sms_line.js'
import { refusalOf } from './refusals.js'

/**
 * `{status, status_code, error_message, smsinfo: [{sms_status, status_message, reference_id}]}`:
 * the request's fate, and within a good one the message's own.
 */
export function readSending(answer: HttpAnswer): SendVerdict | null {
  const reply = fieldsOf(answer.json())
  if (!reply) return null
  if (!answer.isSuccess || !succeeded(reply)) return failure(reply)

  const list: unknown = reply['smsinfo']
  const info = fieldsOf(Array.isArray(list) ? list[0] : null)
  const status = textOf(info?.['sms_status']).toUpperCase()
  if (status === 'SUCCESS') return { accepted: { providerId: idOf(info?.['reference_id']) } }
  return status === 'INVALID' ? invalid(wordsOf(info?.['status_message'])) : null
}

export function readBalance(answer: HttpAnswer): Money | SmsRefusal | null {
  const reply = fieldsOf(answer.json())
  if (!reply) return null
  const data = fieldsOf(reply['data'])
  return failure(reply) ?? balanceOf(reply['balance'] ?? data?.['balance'], 'BDT')
}

function succeeded(reply: Fields): boolean {
  return (
    textOf(reply['status']).toUpperCase() === 'SUCCESS' && textOf(reply['status_code']) === '200'
  )
}

function failure(reply: Fields): SmsRefusal | null {
  const failed = textOf(reply['status']).toUpperCase() === 'FAILED'
  return failed ? refusalOf(textOf(reply['status_code'])) : null
}

function invalid(words: string): SmsRefusal {
  return refusal(reasonInWords(words) ?? 'bad_message', `SSL Wireless: ${words}`)
}
