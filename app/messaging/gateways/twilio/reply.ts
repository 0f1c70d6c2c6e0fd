import { fieldsOf } from '#core/http/fields'
import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { balanceOf, idOf, textOf } from '../answer_fields.js'
import type { SmsRefusal } from '../refusal.js'
import type { SendVerdict } from '../sms_line.js'
import { refusalOf } from './refusals.js'

const ON_ITS_WAY = new Set(['accepted', 'scheduled', 'queued', 'sending', 'sent', 'delivered'])
const STOPPED = new Set(['failed', 'undelivered', 'canceled'])

/** 201 with the message; 4xx with `code` and `message` (twilio.com/docs/usage/twilios-response). */
export function readSent(answer: HttpAnswer): SendVerdict | null {
  const refused = readRefusal(answer)
  if (refused) return refused

  const message = fieldsOf(answer.json())
  const providerId = idOf(message?.['sid'])
  if (!answer.isSuccess || !message || !providerId) return null
  const status = textOf(message['status'])
  if (STOPPED.has(status)) return refusalOf(Number(textOf(message['error_code'])))
  return ON_ITS_WAY.has(status) ? { accepted: { providerId } } : null
}

export function readBalance(answer: HttpAnswer): Money | SmsRefusal | null {
  const refused = readRefusal(answer)
  if (refused) return refused
  const account = answer.isSuccess ? fieldsOf(answer.json()) : null
  return account && balanceOf(account['balance'], textOf(account['currency']))
}

/** Twilio's own no. An error of its servers (5xx) says nothing about the message. */
function readRefusal(answer: HttpAnswer): SmsRefusal | null {
  if (answer.status < 400 || answer.status > 499) return null
  const code = textOf(fieldsOf(answer.json())?.['code'])
  return /^\d{5}$/.test(code) ? refusalOf(Number(code)) : null
}
