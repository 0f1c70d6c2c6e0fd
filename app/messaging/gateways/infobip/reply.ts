import { fieldsOf } from '#core/http/fields'
import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { balanceOf, idOf, textOf } from '../answer_fields.js'
import type { SmsRefusal } from '../refusal.js'
import type { SendVerdict } from '../sms_line.js'
import { refusedCall, refusedStatus } from './refusals.js'

/** Groups of statuses: 0 accepted, 1 pending, 2 undeliverable, 3 delivered, 4 expired, 5 rejected. */
const TAKEN = new Set(['0', '1', '3'])
const REFUSED = new Set(['2', '4', '5'])

/** 200 with the status of the message; 4xx with the error of the call. */
export function readSent(answer: HttpAnswer): SendVerdict | null {
  const refused = readRefusal(answer)
  if (refused) return refused

  const list = answer.isSuccess ? fieldsOf(answer.json())?.['messages'] : null
  const message = Array.isArray(list) && list.length === 1 ? fieldsOf(list[0]) : null
  const status = fieldsOf(message?.['status'])
  if (!message || !status) return null
  const group = textOf(status['groupId'])
  if (REFUSED.has(group)) return refusedStatus(status)
  const providerId = idOf(message['messageId'])
  return TAKEN.has(group) && providerId ? { accepted: { providerId } } : null
}

export function readBalance(answer: HttpAnswer): Money | SmsRefusal | null {
  const refused = readRefusal(answer)
  if (refused) return refused
  const account = answer.isSuccess ? fieldsOf(answer.json()) : null
  return account && balanceOf(account['balance'], textOf(account['currency']))
}

/** In the form of `requestError`, or with an `errorCode` and what was amiss with which field. */
function readRefusal(answer: HttpAnswer): SmsRefusal | null {
  if (answer.status < 400 || answer.status > 499) return null
  const body = fieldsOf(answer.json())
  const older = fieldsOf(fieldsOf(body?.['requestError'])?.['serviceException'])
  const code = textOf(older?.['messageId']) || textOf(body?.['errorCode'])
  if (code === '') return null

  const violations = body?.['violations']
  const properties = Array.isArray(violations)
    ? violations.map((violation) => textOf(fieldsOf(violation)?.['property']))
    : []
  return refusedCall(code, properties)
}
