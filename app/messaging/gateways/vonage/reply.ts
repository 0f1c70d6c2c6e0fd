import { fieldsOf, type Fields } from '#core/http/fields'
import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { balanceOf, costOf, idOf, textOf } from '../answer_fields.js'
import { refusal, type SmsRefusal } from '../refusal.js'
import type { SendVerdict } from '../sms_line.js'
import { refusalOf } from './refusals.js'

/** Accounts are kept in euros whatever the operator's country. */
const CURRENCY = 'EUR'

/**
 * One entry for each part of a long message. Only when all are 0 it is sent; when some are, it
 * is neither sent nor refused. A message goes by the id of its first part.
 */
export function readSent(answer: HttpAnswer): SendVerdict | null {
  const list = fieldsOf(answer.json())?.['messages']
  const parts = Array.isArray(list) ? list.map(fieldsOf) : []
  const statuses = parts.map((part) => textOf(part?.['status']))
  const [first] = statuses
  if (!first || !statuses.every((status) => /^\d{1,3}$/.test(status))) return null

  if (statuses.every((status) => status === '0')) {
    if (!answer.isSuccess) return null
    const cost = parts.map(priceOf).reduce(sum)
    return { accepted: { providerId: idOf(parts[0]?.['message-id']), ...(cost ? { cost } : {}) } }
  }
  return statuses.includes('0') ? null : refusalOf(first)
}

export function readBalance(answer: HttpAnswer): Money | SmsRefusal | null {
  if (answer.status === 401) return refusal('bad_credentials', refusalOf('4').detail)
  const account = answer.isSuccess ? fieldsOf(answer.json()) : null
  return account && balanceOf(account['value'], CURRENCY)
}

function priceOf(part: Fields | null): Money | undefined {
  return costOf(part?.['message-price'], CURRENCY)
}

/** Unknown as soon as the price of one part is. */
function sum(one: Money | undefined, other: Money | undefined): Money | undefined {
  return one && other ? one.plus(other) : undefined
}
