import type { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'
import { OutboundRefused } from '#core/http/outbound_errors'

import { noAnswer, word } from '../answers.js'
import type { RefundInquiry, RefundRequest, RefundVerdict } from '../contract.js'
import { minorMoney } from '../minor_units.js'
import { readStripe } from './answers.js'
import type { StripeClient } from './client.js'

/** Asks for refunds, and what became of them. */
export class StripeRefundDesk {
  constructor(private readonly client: StripeClient) {}

  async refund(request: RefundRequest): Promise<RefundVerdict> {
    const log = this.client.newEvidence()
    try {
      return refundVerdict(await this.client.refund(request, log), request, log)
    } catch (error) {
      const state = error instanceof OutboundRefused ? 'failed' : 'unknown'
      return { state, ...noAnswer(error, log) }
    }
  }

  /** By its number alone: where that is not known, a repetition under the same key tells. */
  async status(inquiry: RefundInquiry): Promise<RefundVerdict | null> {
    if (inquiry.gatewayRefund === null) return null
    const log = this.client.newEvidence()
    try {
      const answer = await this.client.refundStatus(inquiry.gatewayRefund, log)
      if (answer.isSuccess) return refundVerdict(answer, inquiry, log)
      const detail = `Stripe: HTTP ${answer.status} to a question about refund ${inquiry.gatewayRefund}`
      return { state: 'unknown', reason: 'gateway_error', detail, evidence: log.exchanges }
    } catch (error) {
      return { state: 'unknown', ...noAnswer(error, log) }
    }
  }
}

function refundVerdict(
  answer: HttpAnswer,
  { gatewayTransaction }: RefundRequest,
  log: EvidenceLog
): RefundVerdict {
  const evidence = log.exchanges
  const reading = readStripe(answer)
  if (reading.kind === 'error') {
    const { reason, detail, final } = reading
    return { state: final ? 'failed' : 'unknown', reason, detail, evidence }
  }
  const fields = reading.kind === 'answer' ? reading.fields : {}
  const [id, status] = [word(fields['id']), word(fields['status'])]
  const amount = minorMoney(fields['amount'], fields['currency'])
  if (!id || !amount || fields['payment_intent'] !== gatewayTransaction) {
    const detail = 'Stripe answered without our refund'
    return { state: 'unknown', reason: 'unreadable_answer', detail, evidence }
  }
  const detail = `Stripe: refund ${id} is ${status}`
  if (status === 'succeeded') return { state: 'refunded', gatewayRefund: id, amount, evidence }
  if (status === 'pending' || status === 'requires_action') {
    return { state: 'pending', gatewayRefund: id, reason: 'gateway_error', detail, evidence }
  }
  if (status === 'failed' || status === 'canceled') {
    return { state: 'failed', reason: 'declined', detail, evidence }
  }
  return { state: 'unknown', reason: 'gateway_error', detail, evidence }
}
