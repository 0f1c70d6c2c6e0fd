import type { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'

import { fieldsOf, pageIn, sentence, word } from '../answers.js'
import type { Because, CreateOutcome, GatewayIntent, PaymentReason } from '../contract.js'
import type { Reading } from './records.js'

type Open = {
  state: 'pending' | 'unknown' | 'failed' | 'cancelled' | 'expired'
} & Omit<Because, 'evidence'>

/** By an attempt's status; one that is not here is unknown. */
const STATUSES: Readonly<Record<string, [Open['state'], PaymentReason]>> = {
  PENDING: ['pending', 'waiting_for_customer'],
  INITIATED: ['pending', 'waiting_for_customer'],
  FAILED: ['failed', 'declined'],
  CANCELLED: ['cancelled', 'cancelled_by_customer'],
  UNATTEMPTED: ['expired', 'too_late'],
  EXPIRED: ['expired', 'too_late'],
}

/** One that can still be paid outweighs those that cannot. */
const WEIGHT: readonly Open['state'][] = ['unknown', 'pending', 'failed', 'cancelled', 'expired']

/** What a reading that is not "paid" says of the payment. */
export function openVerdict(reading: Exclude<Reading, { kind: 'paid' }>): Open {
  switch (reading.kind) {
    case 'refused':
      return { state: 'unknown', reason: 'misconfigured', detail: `SSLCommerz: ${reading.detail}` }
    case 'unreadable':
      return {
        state: 'unknown',
        reason: 'unreadable_answer',
        detail: `SSLCommerz: ${reading.detail}`,
      }
    case 'statuses':
      return ofStatuses(reading.statuses)
  }
}

/** None at all is a page on which nothing has been tried yet. */
function ofStatuses(statuses: readonly string[]): Open {
  if (statuses.length === 0) {
    const detail = 'SSLCommerz: nothing tried yet'
    return { state: 'pending', reason: 'waiting_for_customer', detail }
  }
  const [first] = statuses
    .map((status) => ofStatus(status))
    .sort((one, other) => WEIGHT.indexOf(one.state) - WEIGHT.indexOf(other.state))
  return first ?? ofStatus('')
}

export function ofStatus(status: string): Open {
  const [state, reason] = STATUSES[status] ?? ['unknown', 'gateway_error']
  return { state, reason, detail: `SSLCommerz: ${status}` }
}

/** What an answer to create means. FAILED is a refusal: there is no page to pay on. */
export function createOutcome(answer: HttpAnswer, log: EvidenceLog): CreateOutcome {
  const evidence = log.exchanges
  const body = fieldsOf(answer.json())
  if (answer.isSuccess && body?.['status'] === 'FAILED') {
    const said = sentence(body['failedreason'])
    return {
      outcome: 'refused',
      reason: refusalOf(said),
      detail: `SSLCommerz: ${said}`,
      evidence,
    }
  }

  const url = pageIn(body?.['GatewayPageURL'])
  const session = word(body?.['sessionkey'])
  if (!answer.isSuccess || body?.['status'] !== 'SUCCESS' || !url || !session) {
    const detail = `SSLCommerz: HTTP ${answer.status} without a page to send the browser to`
    return { outcome: 'unknown', reason: 'unreadable_answer', detail, evidence }
  }
  return {
    outcome: 'created',
    gatewayReference: session,
    next: { kind: 'redirect', url },
    evidence,
  }
}

/** SSLCommerz gives its reasons in sentences, such as "Store Credential Error Or Store is De-active". */
function refusalOf(said: string): PaymentReason {
  if (/store|credential|password|inactive|de-?active/i.test(said)) return 'misconfigured'
  if (/amount/i.test(said)) return 'amount_not_accepted'
  return 'gateway_error'
}

/** What SSLCommerz would refuse, said before it is asked. */
export function unfitFor(intent: GatewayIntent): Omit<Because, 'evidence'> | null {
  if (intent.amount.currency !== 'BDT' || intent.amount.isZero) {
    const detail = 'This account at SSLCommerz takes taka, and more than none'
    return { reason: 'amount_not_accepted', detail }
  }
  if (!/^[\w-]{1,30}$/.test(intent.reference)) {
    const detail = 'The reference is longer than the 30 characters SSLCommerz takes'
    return { reason: 'misconfigured', detail }
  }
  return null
}
