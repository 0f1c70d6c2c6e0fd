import type { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'

import {
  fieldsOf,
  moneyIn,
  noAnswer,
  notRefunded,
  sentence,
  word,
  type Fields,
} from '../answers.js'
import type {
  Because,
  RefundInquiry,
  RefundRequest,
  RefundStatus,
  RefundVerdict,
} from '../contract.js'
import { readEnvelope } from './answers.js'
import type { BkashClient } from './client.js'
import { SUCCESS } from './codes.js'

/** sku and reason take no < > & and at most 255 characters (developer.bka.sh "Conventions"). */
const LONGEST_NOTE = 255

/** System error and maintenance do not say that nothing was done. */
const SYSTEM_TROUBLE: ReadonlySet<string> = new Set(['9999', '503'])

/**
 * Refunds v2 (developer.bka.sh "Refund", "Refund Status"). bKash knows no reference of ours, so a
 * refund whose answer was lost is looked for among those of its transaction: one of the same
 * amount that is none of the others we know. While bKash lists none it is safe to ask again.
 */
export class BkashRefundDesk {
  constructor(private readonly client: BkashClient) {}

  async refund(request: RefundRequest): Promise<RefundVerdict> {
    const log = this.client.newEvidence()
    const { intent, gatewayTransaction, amount, note } = request
    try {
      const answer = await this.client.refund(
        {
          paymentId: intent.gatewayReference ?? '',
          trxId: gatewayTransaction,
          refundAmount: amount.toDecimal(),
          sku: 'internet',
          reason: plain(note),
        },
        log
      )
      return madeVerdict(answer, request, log)
    } catch (error) {
      return notRefunded(error, log)
    }
  }

  async status(inquiry: RefundInquiry): Promise<RefundStatus> {
    const log = this.client.newEvidence()
    const { intent, gatewayTransaction } = inquiry
    try {
      const answer = await this.client.refundStatus(
        { paymentId: intent.gatewayReference ?? '', trxId: gatewayTransaction },
        log
      )
      return listedVerdict(answer, inquiry, log)
    } catch (error) {
      return { state: 'unknown', ...noAnswer(error, log) }
    }
  }
}

function madeVerdict(
  answer: HttpAnswer,
  { gatewayTransaction }: RefundRequest,
  log: EvidenceLog
): RefundVerdict {
  const evidence = log.exchanges
  const fields = fieldsOf(answer.json()) ?? {}
  const code = refusalCode(answer, fields)
  if (code) {
    const isRefused = !SYSTEM_TROUBLE.has(code) && answer.status < 500
    const state = isRefused ? 'failed' : 'unknown'
    return { state, reason: 'declined', detail: `bKash ${code}: ${words(fields)}`, evidence }
  }

  const refund = word(fields['refundTrxId'])
  const amount = moneyIn(fields['refundAmount'], fields['currency'] ?? 'BDT')
  const isOurs = fields['originalTrxId'] === gatewayTransaction
  if (answer.isSuccess && refund && amount && isOurs) {
    if (isDone(fields)) return { state: 'refunded', gatewayRefund: refund, amount, evidence }
    const detail = `bKash: refund ${refund} is under way`
    return { state: 'pending', gatewayRefund: refund, reason: 'gateway_error', detail, evidence }
  }
  return unreadable(answer, log)
}

function listedVerdict(answer: HttpAnswer, inquiry: RefundInquiry, log: EvidenceLog): RefundStatus {
  const evidence = log.exchanges
  const fields = fieldsOf(answer.json()) ?? {}
  const listed = fields['refundTransactions']
  const isOurs = fields['originalTrxId'] === inquiry.gatewayTransaction
  if (!answer.isSuccess || !isOurs || !Array.isArray(listed)) return unreadable(answer, log)

  const entries = listed.map(fieldsOf).filter((each) => each !== null)
  const found = entries.find((each) => isIt(each, inquiry))
  if (!found) {
    const detail = 'bKash lists no such refund of this transaction'
    return { state: 'absent', reason: 'not_found', detail, evidence }
  }
  const refund = word(found['refundTrxId']) ?? ''
  if (isDone(found)) {
    return { state: 'refunded', gatewayRefund: refund, amount: inquiry.amount, evidence }
  }
  const detail = `bKash: refund ${refund} is under way`
  return { state: 'pending', gatewayRefund: refund, reason: 'gateway_error', detail, evidence }
}

function isIt(listed: Fields, { amount, gatewayRefund, others }: RefundInquiry): boolean {
  const id = word(listed['refundTrxId'])
  if (id === null) return false
  if (gatewayRefund !== null) return id === gatewayRefund
  const same = moneyIn(listed['refundAmount'], amount.currency)?.equals(amount) ?? false
  return same && !others.includes(id)
}

function isDone(fields: Fields): boolean {
  return fields['refundTransactionStatus'] === 'Completed'
}

/** v2 has an envelope of its own for errors, beside the two that payments have. */
function refusalCode(answer: HttpAnswer, fields: Fields): string | null {
  const external = word(fields['externalCode'])
  if (external) return external
  const envelope = readEnvelope(answer)
  return envelope && envelope.code !== SUCCESS ? envelope.code : null
}

function words(fields: Fields): string {
  return sentence(fields['errorMessageEn'] ?? fields['errorMessage'] ?? fields['statusMessage'])
}

function unreadable(answer: HttpAnswer, log: EvidenceLog): { state: 'unknown' } & Because {
  const detail = `bKash: HTTP ${answer.status} that names no refund of this payment`
  return { state: 'unknown', reason: 'unreadable_answer', detail, evidence: log.exchanges }
}

function plain(note: string): string {
  return note.replace(/[<>&]/g, ' ').trim().slice(0, LONGEST_NOTE) || 'Refund'
}
