import type { EvidenceLog } from '#core/http/evidence'
import type { HttpAnswer } from '#core/http/outbound_answer'

import { word } from '../answers.js'
import type { RefundRequest, RefundVerdict } from '../contract.js'
import { minorMoney } from '../minor_units.js'
import { readRazorpay } from './answers.js'

/** What an answer to a refund means; 409 says that the same refund is just being made. */
export function refundVerdict(
  answer: HttpAnswer,
  { gatewayTransaction }: RefundRequest,
  log: EvidenceLog
): RefundVerdict {
  const evidence = log.exchanges
  const reading = readRazorpay(answer)
  if (reading.kind === 'error') {
    const { reason, detail, final } = reading
    return { state: final ? 'failed' : 'unknown', reason, detail, evidence }
  }
  const fields = reading.kind === 'answer' ? reading.fields : {}
  const [id, status] = [word(fields['id']), word(fields['status'])]
  const amount = minorMoney(fields['amount'], fields['currency'])
  if (!id || !amount || fields['payment_id'] !== gatewayTransaction) {
    const detail = 'Razorpay answered without our refund'
    return { state: 'unknown', reason: 'unreadable_answer', detail, evidence }
  }
  const detail = `Razorpay: refund ${id} is ${status}`
  if (status === 'processed') return { state: 'refunded', gatewayRefund: id, amount, evidence }
  if (status === 'pending') return { state: 'pending', reason: 'no_answer', detail, evidence }
  if (status === 'failed') return { state: 'failed', reason: 'declined', detail, evidence }
  return { state: 'unknown', reason: 'gateway_error', detail, evidence }
}
