import type { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'

import type { CreateOutcome, GatewayIntent, PaymentVerdict } from '../contract.js'
import type { KeyedReading } from '../keyed_refund_desk.js'
import { readSession, readStripe, type Session } from './answers.js'

export function createOutcome(
  answer: HttpAnswer,
  { reference }: GatewayIntent,
  log: EvidenceLog
): CreateOutcome {
  const evidence = log.exchanges
  const reading = readStripe(answer)
  if (reading.kind === 'error') {
    const { reason, detail, final } = reading
    return { outcome: final ? 'refused' : 'unknown', reason, detail, evidence }
  }
  const session = sessionIn(reading)
  if (!session?.url || session.reference !== reference) {
    const detail = 'Stripe answered without a page of ours to send the browser to'
    return { outcome: 'unknown', reason: 'unreadable_answer', detail, evidence }
  }
  const next = { kind: 'redirect', url: session.url } as const
  return { outcome: 'created', gatewayReference: session.id, next, evidence }
}

/**
 * What a session says. Complete and unpaid is a bank debit that is still under way;
 * an expired one cannot be paid any more.
 */
export function sessionVerdict(answer: HttpAnswer, id: string, log: EvidenceLog): PaymentVerdict {
  const evidence = log.exchanges
  const reading = readStripe(answer)
  if (reading.kind === 'error') {
    return { state: 'unknown', reason: reading.reason, detail: reading.detail, evidence }
  }
  const session = sessionIn(reading)
  if (session?.id !== id) {
    const detail = reading.kind === 'unreadable' ? reading.detail : 'Stripe: not our session'
    return { state: 'unknown', reason: 'unreadable_answer', detail, evidence }
  }
  const { status, paymentStatus, paymentIntent, reference, amount, payer } = session
  const detail = `Stripe: ${status}, ${paymentStatus}`
  if (paymentStatus === 'paid' && paymentIntent) {
    return {
      state: 'paid',
      gatewayTransaction: paymentIntent,
      gatewayReference: id,
      merchantReference: reference,
      amount,
      ...(payer ? { payer } : {}),
      evidence,
    }
  }
  if (paymentStatus === 'unpaid' && status === 'expired') {
    return { state: 'expired', reason: 'too_late', detail, evidence }
  }
  if (paymentStatus === 'unpaid' && (status === 'open' || status === 'complete')) {
    return { state: 'pending', reason: 'waiting_for_customer', detail, evidence }
  }
  return { state: 'unknown', reason: 'gateway_error', detail, evidence }
}

function sessionIn(reading: KeyedReading): Session | null {
  return reading.kind === 'answer' ? readSession(reading.fields) : null
}
