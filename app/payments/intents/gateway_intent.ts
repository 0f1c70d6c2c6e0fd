import type { GatewayIntent } from '#payments/gateways/contract'
import type PaymentIntent from '#payments/intents/payment_intent'

/** What a gateway is told of an intent. The callback's address matters to `create` alone. */
export function gatewayIntent(
  intent: PaymentIntent,
  callbackUrl: string,
  clientIp?: string
): GatewayIntent {
  return {
    reference: intent.reference,
    gatewayReference: intent.gatewayReference,
    amount: intent.amount,
    mobile: intent.mobile,
    callbackUrl,
    ...(callbackUrl && { noticeUrl: new URL(`/notices/${intent.gateway}`, callbackUrl).href }),
    ...(clientIp !== undefined && { clientIp }),
    createdAt: intent.createdAt,
  }
}
