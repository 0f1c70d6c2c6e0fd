import type { EvidenceLog } from '#core/http/evidence'
import { OutboundFailure, OutboundRefused } from '#core/http/outbound_errors'
import { Money } from '#core/money'
import { InvalidMoney } from '#core/money_errors'

import type { Because } from './contract.js'

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

/** Why a call had no answer. Rethrows what is not about the gateway. */
export function noAnswer(error: unknown, log: EvidenceLog): Because {
  if (!(error instanceof OutboundFailure)) throw error
  const reason = error instanceof OutboundRefused ? 'unreachable' : 'no_answer'
  return { reason, detail: error.message, evidence: log.exchanges }
}
