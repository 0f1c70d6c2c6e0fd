import { KeyedRefundDesk } from '../keyed_refund_desk.js'
import { readRazorpay } from './answers.js'
import type { RazorpayClient } from './client.js'

/** Refunds of a payment (api/refunds); 409 says that the same one is just being made. */
export function refundDesk(client: RazorpayClient): KeyedRefundDesk {
  return new KeyedRefundDesk({
    label: 'Razorpay',
    client,
    read: readRazorpay,
    paymentField: 'payment_id',
    statuses: new Map([
      ['processed', 'refunded'],
      ['pending', 'pending'],
      ['failed', 'failed'],
    ]),
  })
}
