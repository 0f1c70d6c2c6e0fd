import type { EvidenceLog } from '#core/http/evidence'

import { moneyIn, word } from '../answers.js'
import type { RefundRequest, RefundVerdict } from '../contract.js'
import type { NagadClient } from './client.js'
import type { NagadKeys } from './keys.js'
import { readSealed } from './records.js'
import { seal } from './seal.js'

/** All of it must fit under one RSA key. */
const LONGEST_NOTE = 20
const LONGEST_REFERENCE = 20

/**
 * Refunds at Nagad, which many merchants have not been given: theirs are refused. The fields of
 * the answer are those a public client reads; Nagad's own text was not to be had.
 */
export class NagadRefundDesk {
  constructor(
    private readonly client: NagadClient,
    private readonly keys: NagadKeys
  ) {}

  /** @throws OutboundFailure */
  async refund(request: RefundRequest, log: EvidenceLog): Promise<RefundVerdict> {
    const { intent, amount, reference, note } = request
    const sealed = seal(
      {
        merchantId: this.client.merchantId,
        originalRequestDate: intent.createdAt.setZone('Asia/Dhaka').toFormat('yyyyMMdd'),
        orderId: intent.reference,
        originalAmount: intent.amount.toDecimal(),
        cancelAmount: amount.toDecimal(),
        referenceNo: reference.slice(0, LONGEST_REFERENCE),
        referenceMessage: plain(note),
      },
      this.keys
    )
    const read = readSealed(await this.client.cancel(intent.reference, sealed, log), this.keys)
    const evidence = log.exchanges
    if (read.kind === 'trouble') {
      const { reason, detail } = read
      return { state: read.refused ? 'failed' : 'unknown', reason, detail, evidence }
    }

    const { fields } = read
    const gatewayRefund = word(fields['cancelTrxId'])
    const done = fields['code'] === '000' && moneyIn(fields['cancelAmount'], 'BDT')?.equals(amount)
    if (done && gatewayRefund) return { state: 'refunded', gatewayRefund, amount, evidence }
    const detail = 'Nagad refund: an answer that names no refund of this amount'
    return { state: 'unknown', reason: 'unreadable_answer', detail, evidence }
  }
}

/** One octet a character, so that the length is known. */
function plain(note: string): string {
  return (
    note
      .replace(/[^A-Za-z0-9 .,-]/g, '')
      .slice(0, LONGEST_NOTE)
      .trim() || 'Refund'
  )
}
