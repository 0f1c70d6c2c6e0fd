import type { GatewayIntent } from '#payments/gateways/contract'
import type PaymentIntent from '#payments/intents/payment_intent'

/** What a gateway is told of an intent. */
export function gatewayIntent(intent: PaymentIntent, callbackUrl: string): GatewayIntent {
  return {
    reference: intent.reference,
    gatewayReference: intent.gatewayReference,
    amount: intent.amount,
    mobile: intent.mobile,
    callbackUrl,
    createdAt: intent.createdAt,
  }
}
