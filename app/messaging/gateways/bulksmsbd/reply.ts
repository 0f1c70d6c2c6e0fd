import { fieldsOf } from '#core/http/fields'
import type { HttpAnswer } from '#core/http/outbound_answer'
import type { Money } from '#core/money'

import { balanceOf, idOf, textOf } from '../answer_fields.js'

export interface Reply {
  code: number
  messageId?: string
}

/**
 * Reads an answer in any of the shapes seen: an object with `response_code`, as a
 * number or a string, and the bare number of the older API.
 *
 * @returns null for everything else
 */
export function readReply(answer: HttpAnswer): Reply | null {
  const body = answer.json()
  const bare = codeOf(body)
  if (bare !== null) return { code: bare }
  const fields = fieldsOf(body)
  const code = codeOf(fields?.['response_code'])
  return code === null ? null : { code, messageId: idOf(fields?.['message_id']) }
}

/** @returns the balance in taka, or the code the gateway gave instead, or null for neither */
export function readBalance(answer: HttpAnswer): Money | number | null {
  const balance = balanceOf(fieldsOf(answer.json())?.['balance'], 'BDT')
  return balance ?? readReply(answer)?.code ?? null
}

function codeOf(value: unknown): number | null {
  const text = textOf(value)
  return /^\d{3,4}$/.test(text) ? Number(text) : null
}
