import { KeyedRefundDesk } from '../keyed_refund_desk.js'
import { readStripe } from './answers.js'
import type { StripeClient } from './client.js'

/** Refunds of a payment intent (docs.stripe.com/api/refunds). */
export function refundDesk(client: StripeClient): KeyedRefundDesk {
  return new KeyedRefundDesk({
    label: 'Stripe',
    client,
    read: readStripe,
    paymentField: 'payment_intent',
    statuses: new Map([
      ['succeeded', 'refunded'],
      ['pending', 'pending'],
      ['requires_action', 'pending'],
      ['failed', 'failed'],
      ['canceled', 'failed'],
    ]),
  })
}
