import { fieldsOf } from '#core/http/fields'
import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { balanceOf, costOf, idOf, textOf } from '../answer_fields.js'
import { refusal, type SmsRefusal } from '../refusal.js'
import type { SendVerdict } from '../sms_line.js'
import { refusalOf } from './refusals.js'

/** Processed, sent, queued. */
const TAKEN = new Set(['100', '101', '102'])

/**
 * HTTP 201 with a status for each recipient. A sender that is not the account's leaves no
 * recipients, only a word; a wrong key is a plain 401.
 */
export function readSent(answer: HttpAnswer): SendVerdict | null {
  const refused = readRefusal(answer)
  if (refused) return refused

  const data = answer.isSuccess ? fieldsOf(fieldsOf(answer.json())?.['SMSMessageData']) : null
  const list = data?.['Recipients']
  if (!data || !Array.isArray(list)) return null
  if (list.length === 0) {
    return textOf(data['Message']) === 'InvalidSenderId' ? refusalOf('402') : null
  }

  const recipient = list.length === 1 ? fieldsOf(list[0]) : null
  const code = textOf(recipient?.['statusCode'])
  if (!recipient || !/^\d{3}$/.test(code)) return null
  if (!TAKEN.has(code)) return refusalOf(code)
  const [currency = '', amount = ''] = textOf(recipient['cost']).split(' ')
  const cost = costOf(amount, currency)
  return { accepted: { providerId: idOf(recipient['messageId']), ...(cost ? { cost } : {}) } }
}

/** "KES 1785.5000" */
export function readBalance(answer: HttpAnswer): Money | SmsRefusal | null {
  const refused = readRefusal(answer)
  if (refused) return refused
  const user = answer.isSuccess ? fieldsOf(fieldsOf(answer.json())?.['UserData']) : null
  const [currency = '', amount = ''] = textOf(user?.['balance']).split(' ')
  return user && balanceOf(amount, currency)
}

/** Its own refusals of a call are a line of plain text; a page is not from it. */
function readRefusal(answer: HttpAnswer): SmsRefusal | null {
  if (answer.text.trimStart().startsWith('<')) return null
  if (answer.status === 401) {
    return refusal('bad_credentials', 'Africa’s Talking 401: User name or API key is wrong')
  }
  if (answer.status === 429) {
    return refusal('gateway_error', 'Africa’s Talking 429: Too many requests')
  }
  if (answer.status !== 400) return null
  return refusal('bad_message', 'Africa’s Talking 400: It does not understand the call')
}
