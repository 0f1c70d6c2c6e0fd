import type { GatewayIntent, InboundHint } from '../contract.js'
import { isSignedBy } from '../hmac_signature.js'
import { withQuery } from '../with_query.js'

const CANCELLED = 'cancelled'

/** What a browser that comes back from the hosted page says of this very order. */
export type WayBack = 'authorised' | 'failed' | 'cancelled' | 'nothing'

export function cancelUrl(intent: GatewayIntent): string {
  return withQuery(intent.callbackUrl, `${CANCELLED}=1`)
}

/**
 * A form posted to callback_url, or a GET of cancel_url (hosted/integration-steps).
 * The signature is over the order id that we stored, never the one that came.
 */
export function readWayBack(
  hint: InboundHint,
  { gatewayReference }: GatewayIntent,
  keySecret: string
): WayBack {
  const form = new URLSearchParams(hint.method === 'POST' ? hint.rawBody : '')
  const payment = form.get('razorpay_payment_id')
  if (payment && gatewayReference) {
    const signature = form.get('razorpay_signature') ?? undefined
    const signed = isSignedBy(signature, `${gatewayReference}|${payment}`, [keySecret])
    return signed ? 'authorised' : 'nothing'
  }
  if (form.has('error[code]')) return 'failed'
  return hint.query[CANCELLED] === '1' ? 'cancelled' : 'nothing'
}
