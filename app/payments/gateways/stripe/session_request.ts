import type { GatewayIntent, InboundHint } from '../contract.js'
import { withQuery } from '../with_query.js'

/** Stripe takes 30 minutes to 24 hours; a hotspot's customer stands there and waits. */
export const SESSION_SECONDS = 3600

const CANCELLED = 'cancelled'

/**
 * The form of `POST /v1/checkout/sessions`. Stripe puts the session's id in the place of
 * {CHECKOUT_SESSION_ID}, which therefore goes unescaped.
 */
export function sessionRequest(intent: GatewayIntent): Record<string, string> {
  const { reference, amount, createdAt, callbackUrl } = intent
  return {
    'mode': 'payment',
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': amount.currency.toLowerCase(),
    'line_items[0][price_data][unit_amount]': String(amount.minor),
    'line_items[0][price_data][product_data][name]': 'Internet access',
    'client_reference_id': reference,
    'metadata[reference]': reference,
    'payment_intent_data[metadata][reference]': reference,
    'success_url': withQuery(callbackUrl, 's={CHECKOUT_SESSION_ID}'),
    'cancel_url': withQuery(callbackUrl, `${CANCELLED}=1`),
    'expires_at': String(Math.ceil(createdAt.toSeconds()) + SESSION_SECONDS),
  }
}

/** Did the browser come back by the link that leaves Stripe's page unpaid? */
export function saysCancelled({ query }: InboundHint): boolean {
  return query[CANCELLED] === '1' && query['s'] === undefined
}
