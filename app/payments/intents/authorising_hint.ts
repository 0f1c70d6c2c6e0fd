import type { InboundHint } from '#payments/gateways/contract'
import type PaymentIntent from '#payments/intents/payment_intent'

type Claim = (hint: InboundHint, intent: PaymentIntent) => boolean

/** How each gateway that captures on request writes "the customer has said yes" into a callback. */
const CLAIMS: Readonly<Record<string, Claim>> = {
  bkash: ({ query }, { gatewayReference }) =>
    gatewayReference !== null && query.paymentID === gatewayReference && query.status === 'success',
}

/**
 * Does this callback claim that the customer authorised this very attempt? Such
 * a claim may be the only leave to capture we ever get; the gateway decides
 * whether it is true.
 */
export function authorises(hint: InboundHint | null, intent: PaymentIntent): boolean {
  return hint !== null && (CLAIMS[intent.gateway]?.(hint, intent) ?? false)
}
