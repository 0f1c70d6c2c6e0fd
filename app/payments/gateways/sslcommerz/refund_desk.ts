import { createHash } from 'node:crypto'

import type { EvidenceLog } from '#core/http/evidence'

import { noAnswer, sentence, word } from '../answers.js'
import type { RefundInquiry, RefundRequest, RefundVerdict } from '../contract.js'
import type { SslcommerzClient } from './client.js'
import { readApi } from './records.js'

const LONGEST_ID = 30

const SEEN_BEFORE = /refund_trans_id|duplicate|already|unique/i

/**
 * SSLCommerz takes a refund on and carries it out later: it is refunded when the refund's own
 * query says so. A reference it has seen before is refused, whatever became of it then, so
 * that refusal says nothing of the money.
 */
export class RefundDesk {
  constructor(private readonly client: SslcommerzClient) {}

  async refund(request: RefundRequest): Promise<RefundVerdict> {
    const log = this.client.newEvidence()
    const id = shortened(request.reference)
    try {
      const answer = await this.client.refund(
        {
          bank_tran_id: request.gatewayTransaction,
          refund_amount: request.amount.toDecimal(),
          refund_remarks: request.note.slice(0, 250) || 'Refund',
          refe_id: id,
          refund_trans_id: id,
        },
        log
      )
      const read = readApi(answer)
      if (read.kind !== 'answer') return unknown(read.detail, log)

      const { fields } = read
      const refundId = word(fields['refund_ref_id'])
      const status = word(fields['status'])
      if (status === 'failed') {
        const reason = sentence(fields['errorReason'])
        return SEEN_BEFORE.test(reason) ? unknown(reason, log) : failed(reason, log)
      }
      if ((status !== 'success' && status !== 'processing') || !refundId) {
        return unknown('neither taken on nor refused', log)
      }
      return await this.#state(refundId, request, log)
    } catch (error) {
      return { state: 'unknown', ...noAnswer(error, log) }
    }
  }

  /** Without its number there is nothing to ask by; asking for it once more does no harm. */
  async status(inquiry: RefundInquiry): Promise<RefundVerdict | null> {
    if (inquiry.gatewayRefund === null) return null
    return this.#state(inquiry.gatewayRefund, inquiry, this.client.newEvidence())
  }

  /** Taken on; whether it is done is another question, and no answer to it is no failure. */
  async #state(refundId: string, { amount }: RefundRequest, log: EvidenceLog) {
    const detail = `SSLCommerz refund ${refundId} is under way`
    const taken = { state: 'pending', gatewayRefund: refundId } as const
    try {
      const read = readApi(await this.client.refundStatus(refundId, log))
      const status = read.kind === 'answer' ? word(read.fields['status']) : null
      const evidence = log.exchanges
      if (status === 'refunded') {
        return { state: 'refunded', gatewayRefund: refundId, amount, evidence } as const
      }
      if (status === 'cancelled') return failed(`refund ${refundId} was cancelled`, log)
      return { ...taken, reason: 'gateway_error', detail, evidence } as const
    } catch (error) {
      return { ...taken, ...noAnswer(error, log), detail } as const
    }
  }
}

function unknown(said: string, log: EvidenceLog): RefundVerdict {
  const detail = `SSLCommerz refund: ${said}`
  return { state: 'unknown', reason: 'unreadable_answer', detail, evidence: log.exchanges }
}

function failed(said: string, log: EvidenceLog): RefundVerdict {
  const detail = `SSLCommerz refund: ${said}`
  return { state: 'failed', reason: 'declined', detail, evidence: log.exchanges }
}

function shortened(reference: string): string {
  if (reference.length <= LONGEST_ID) return reference
  return createHash('sha256').update(reference).digest('hex').slice(0, LONGEST_ID)
}
