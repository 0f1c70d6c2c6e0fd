import type { HttpAnswer } from '#core/http/outbound_answer'
import { Money } from '#core/money'

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
  if (!isRecord(body)) return null

  const code = codeOf(body['response_code'])
  return code === null ? null : { code, messageId: identifier(body['message_id']) }
}

/**
 * @returns the balance in taka, or the code the gateway gave instead, or null when it
 * is neither. An account in debt reads as empty: nothing can be sent from either.
 */
export function readBalance(answer: HttpAnswer): Money | number | null {
  const body = answer.json()
  if (!isRecord(body)) return readReply(answer)?.code ?? null

  const match = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(String(body['balance'] ?? '').trim())
  if (!match) return readReply(answer)?.code ?? null
  if (match[1] === '-') return Money.of(0, 'BDT')
  return Money.parse(`${match[2]}.${(match[3] ?? '').slice(0, 2).padEnd(2, '0')}`, 'BDT')
}

function codeOf(value: unknown): number | null {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : ''
  return /^\d{3,4}$/.test(text) ? Number(text) : null
}

/** Absent, empty and zero ids mean that there is none. */
function identifier(value: unknown): string | undefined {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  return /^[\w-]{1,64}$/.test(text) && text !== '0' ? text : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
