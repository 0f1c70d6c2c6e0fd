import type { EvidenceLog } from '#core/http/evidence'
import { OutboundFailure, OutboundRefused } from '#core/http/outbound_errors'
import { Money } from '#core/money'
import { InvalidMoney } from '#core/money_errors'

import type { Because, ConnectionCheck, CreateOutcome, RefundVerdict } from './contract.js'
import { NotAsked } from './not_asked.js'

export { fieldsOf, type Fields } from '#core/http/fields'

/** A code or id as text: printable, no spaces, short; everything else is not one. */
export function word(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && /^[\x21-\x7e]{1,255}$/.test(text) ? text : null
}

/** What a gateway says in words, for the operator's log. */
export function sentence(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 200) : ''
}

/** Amounts come as "50.55", "50.5500" and 50.55 alike (facts §1.3). Null when it is none. */
export function moneyIn(amount: unknown, currency: unknown): Money | null {
  if ((typeof amount !== 'string' && typeof amount !== 'number') || typeof currency !== 'string') {
    return null
  }
  try {
    return Money.parse(amount, currency)
  } catch (error) {
    if (error instanceof InvalidMoney) return null
    throw error
  }
}

/** Customers of a hotspot give no e-mail address; gateways that want one get one that nobody reads. */
export function nobodysEmail(callbackUrl: string): string {
  return `customer@${new URL(callbackUrl).hostname}`
}

/** An address that a browser can be sent to. */
export function pageIn(value: unknown): string | null {
  const url = typeof value === 'string' ? URL.parse(value) : null
  return url && /^https?:$/.test(url.protocol) ? url.href : null
}

/** Why a call had no answer. Rethrows what is not about the gateway, such as a database that is away. */
export function noAnswer(error: unknown, log: EvidenceLog): Because {
  const evidence = log.exchanges
  if (error instanceof NotAsked) return { reason: error.reason, detail: error.message, evidence }
  if (!(error instanceof OutboundFailure)) throw error
  const reason = error instanceof OutboundRefused ? 'unreachable' : 'no_answer'
  return { reason, detail: error.message, evidence }
}

/** An attempt that was certainly not opened is refused; any other may be there. */
export function notCreated(error: unknown, log: EvidenceLog): CreateOutcome {
  return { outcome: neverSent(error) ? 'refused' : 'unknown', ...noAnswer(error, log) }
}

/** A refund that was certainly not asked for has failed; any other may be made. */
export function notRefunded(error: unknown, log: EvidenceLog): RefundVerdict {
  return { state: neverSent(error) ? 'failed' : 'unknown', ...noAnswer(error, log) }
}

/** "Test connection" of a gateway that gives a token to whoever has the right credentials. */
export async function checkedBy(
  authenticate: (log: EvidenceLog) => Promise<unknown>,
  log: EvidenceLog
): Promise<ConnectionCheck> {
  try {
    await authenticate(log)
    return { ok: true, evidence: log.exchanges }
  } catch (error) {
    return { ok: false, ...noAnswer(error, log) }
  }
}

function neverSent(error: unknown): boolean {
  return error instanceof OutboundRefused || error instanceof NotAsked
}
