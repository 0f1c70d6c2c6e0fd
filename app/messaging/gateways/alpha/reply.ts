import { fieldsOf, type Fields } from '#core/http/fields'
import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { balanceOf, idOf, textOf, wordsOf } from '../answer_fields.js'
import type { DeliveryReport } from '../contract.js'
import { deliveryStateOf } from '../delivery_words.js'
import type { SmsRefusal } from '../refusal.js'
import type { SendVerdict } from '../sms_line.js'
import { refusalOf } from './refusals.js'

/** `{error, msg, data: {request_id}}`; error 0 is the only yes. */
export function readSending(answer: HttpAnswer): SendVerdict | null {
  const reply = fieldsOf(answer.json())
  const data = reply && dataOf(answer, reply)
  if (data) return { accepted: { providerId: idOf(data['request_id']) } }
  return reply && failure(reply)
}

/** `{error, data: {balance: "123.4500"}}`. */
export function readBalance(answer: HttpAnswer): Money | SmsRefusal | null {
  const reply = fieldsOf(answer.json())
  if (!reply) return null
  const data = dataOf(answer, reply)
  return data ? balanceOf(data['balance'], 'BDT') : failure(reply)
}

/** `{error, data: {request_id, request_status, recipients: [{number, status}]}}`. */
export function readReport(answer: HttpAnswer, providerId: string): DeliveryReport[] {
  const reply = fieldsOf(answer.json())
  const recipients: unknown = reply && dataOf(answer, reply)?.['recipients']
  if (!Array.isArray(recipients)) return []
  const status = textOf(fieldsOf(recipients[0])?.['status'])
  const state = deliveryStateOf(status)
  return state ? [{ providerId, state, detail: status }] : []
}

function dataOf(answer: HttpAnswer, reply: Fields): Fields | null {
  return answer.isSuccess && textOf(reply['error']) === '0' ? fieldsOf(reply['data'] ?? {}) : null
}

function failure(reply: Fields): SmsRefusal | null {
  return refusalOf(textOf(reply['error']), wordsOf(reply['msg']))
}
