import type { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'

import { noAnswer, notRefunded, word, type Fields } from './answers.js'
import type { PaymentReason, RefundInquiry, RefundRequest, RefundVerdict } from './contract.js'
import { minorMoney } from './minor_units.js'

/** An answer of a gateway that says itself whether an error is final. */
export type KeyedReading =
  | { kind: 'answer'; fields: Fields }
  | { kind: 'error'; reason: PaymentReason; final: boolean; detail: string }
  | { kind: 'unreadable'; detail: string }

/** A gateway that makes a refund once for each idempotency key, and knows it by a number. */
export interface KeyedRefunds {
  label: string
  client: {
    newEvidence(): EvidenceLog
    refund(request: RefundRequest, log: EvidenceLog): Promise<HttpAnswer>
    refundStatus(refund: string, log: EvidenceLog): Promise<HttpAnswer>
  }
  read(answer: HttpAnswer): KeyedReading
  /** The field of a refund that names the payment it is of. */
  paymentField: string
  /** What its words for a refund's status mean; one that is not here is unknown. */
  statuses: ReadonlyMap<string, 'refunded' | 'pending' | 'failed'>
}

/** Asks for refunds, and what became of them. */
export class KeyedRefundDesk {
  constructor(private readonly gateway: KeyedRefunds) {}

  async refund(request: RefundRequest): Promise<RefundVerdict> {
    const { client } = this.gateway
    const log = client.newEvidence()
    try {
      return this.#verdict(await client.refund(request, log), request, log)
    } catch (error) {
      return notRefunded(error, log)
    }
  }

  /** By its number alone: where that is not known, a repetition under the same key tells. */
  async status(inquiry: RefundInquiry): Promise<RefundVerdict | null> {
    const { gatewayRefund } = inquiry
    if (gatewayRefund === null) return null
    const { client, label } = this.gateway
    const log = client.newEvidence()
    try {
      const answer = await client.refundStatus(gatewayRefund, log)
      if (answer.isSuccess) return this.#verdict(answer, inquiry, log)
      const detail = `${label}: HTTP ${answer.status} to a question about refund ${gatewayRefund}`
      return { state: 'unknown', reason: 'gateway_error', detail, evidence: log.exchanges }
    } catch (error) {
      return { state: 'unknown', ...noAnswer(error, log) }
    }
  }

  #verdict(
    answer: HttpAnswer,
    { gatewayTransaction }: RefundRequest,
    log: EvidenceLog
  ): RefundVerdict {
    const { label, read, paymentField, statuses } = this.gateway
    const evidence = log.exchanges
    const reading = read(answer)
    if (reading.kind === 'error') {
      const { reason, detail, final } = reading
      return { state: final ? 'failed' : 'unknown', reason, detail, evidence }
    }
    const fields = reading.kind === 'answer' ? reading.fields : {}
    const [id, status] = [word(fields['id']), word(fields['status'])]
    const amount = minorMoney(fields['amount'], fields['currency'])
    if (!id || !amount || fields[paymentField] !== gatewayTransaction) {
      const detail = `${label} answered without our refund`
      return { state: 'unknown', reason: 'unreadable_answer', detail, evidence }
    }
    const detail = `${label}: refund ${id} is ${status}`
    const state = statuses.get(status ?? '') ?? 'unknown'
    if (state === 'refunded') return { state, gatewayRefund: id, amount, evidence }
    if (state === 'failed') return { state, reason: 'declined', detail, evidence }
    const because = { reason: 'gateway_error', detail, evidence } as const
    return state === 'pending' ? { state, gatewayRefund: id, ...because } : { state, ...because }
  }
}
