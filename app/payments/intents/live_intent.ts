import { isDeepStrictEqual } from 'node:util'
import type { DateTime } from 'luxon'
import { authorises } from '#payments/intents/authorising_hint'
import { openAttempts } from '#payments/intents/open_attempts'
import type PaymentIntent from '#payments/intents/payment_intent'
import type { PaymentRequest } from '#payments/intents/start_payment'

/** How long a gateway's page is sent out again; it may outlive this, but nobody says for how long. */
const PAGE_MINUTES = 15

/**
 * The attempt a customer has open for the very same thing, so that pressing
 * "buy" twice leads to one payment. Another package, price or gateway is another
 * attempt, which begins only once the customer has said so (start_payment.ts); the
 * old one is left to the reconciler. One that a browser has come back from counts only
 * if it was authorised, since it may be captured any moment.
 */
export async function liveIntent(
  { customerId, packageId, gatewayId, amount, offer }: PaymentRequest,
  now: DateTime
): Promise<PaymentIntent | null> {
  const open = await openAttempts(customerId, now)
    .where({ packageId, gatewayId })
    .where('created_at', '>', now.minus({ minutes: PAGE_MINUTES }).toJSDate())
  const same = open.find(
    (intent) => intent.amount.equals(amount) && isDeepStrictEqual(intent.offer, offer)
  )
  if (!same) return null
  return same.callbackHint === null || authorises(same.callbackHint, same) ? same : null
}
