import type { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'

import type { Because, CreateOutcome, GatewayIntent, PaymentReason } from '../contract.js'
import { readCreated, readEnvelope, type PaymentReading } from './answers.js'
import { meaningOf, SUCCESS } from './codes.js'

/** An answer as it was read, or why there was none. */
export type Reading = PaymentReading | ({ kind: 'unasked' } & Because)

type Open = {
  state: 'pending' | 'unknown' | 'failed' | 'cancelled' | 'expired'
} & Omit<Because, 'evidence'>

/** Names of transactionStatus other than "Completed"; one that is not here is unknown. */
const STATUSES: Readonly<Record<string, [Open['state'], PaymentReason]>> = {
  Initiated: ['pending', 'waiting_for_customer'],
  Cancelled: ['cancelled', 'cancelled_by_customer'],
  Failed: ['failed', 'declined'],
  Declined: ['failed', 'declined'],
  Expired: ['expired', 'too_late'],
}

/** What a reading that is not "Completed" says of the attempt. */
export function openVerdict(reading: Exclude<Reading, { kind: 'completed' }>): Open {
  switch (reading.kind) {
    case 'unasked':
      return {
        state: 'unknown',
        reason: reading.reason,
        detail: reading.detail,
      }
    case 'unreadable':
      return {
        state: 'unknown',
        reason: 'unreadable_answer',
        detail: `bKash: ${reading.detail}`,
      }
    case 'code':
      return {
        state: 'unknown',
        reason: meaningOf(reading.code).reason,
        detail: `bKash ${reading.code}: ${reading.message}`,
      }
    case 'status': {
      const [state, reason] = STATUSES[reading.status] ?? ['unknown', 'gateway_error']
      return { state, reason, detail: `bKash: ${reading.status}` }
    }
  }
}

/** What an answer to create means. */
export function createOutcome(answer: HttpAnswer, log: EvidenceLog): CreateOutcome {
  const evidence = log.exchanges
  const envelope = readEnvelope(answer)
  if (envelope && envelope.code !== SUCCESS) {
    const { reason } = meaningOf(envelope.code)
    const outcome = reason === 'gateway_error' ? 'unknown' : 'refused'
    return {
      outcome,
      reason,
      detail: `bKash ${envelope.code}: ${envelope.message}`,
      evidence,
    }
  }

  const created = envelope && answer.isSuccess ? readCreated(envelope) : null
  if (!created) {
    const detail = `bKash: HTTP ${answer.status} without a payment to send the browser to`
    return {
      outcome: 'unknown',
      reason: 'unreadable_answer',
      detail,
      evidence,
    }
  }
  const next = { kind: 'redirect', url: created.url } as const
  return {
    outcome: 'created',
    gatewayReference: created.paymentId,
    next,
    evidence,
  }
}

/** What bKash would refuse, said before it is asked (conventions: no < > &, at most 255). */
export function unfitFor(intent: GatewayIntent): Omit<Because, 'evidence'> | null {
  if (intent.amount.currency !== 'BDT' || intent.amount.isZero) {
    return {
      reason: 'amount_not_accepted',
      detail: 'bKash takes taka, and more than none',
    }
  }
  if (!/^[^<>&]{1,255}$/.test(intent.reference)) {
    return {
      reason: 'misconfigured',
      detail: 'The reference has < > & or is too long for bKash',
    }
  }
  return null
}
