import type { GatewayIntent } from '#payments/gateways/contract'
import type PaymentIntent from '#payments/intents/payment_intent'

/** What a gateway is told of an intent. */
export function gatewayIntent(intent: PaymentIntent, clientIp?: string): GatewayIntent {
  const callbackUrl = intent.callbackUrl ?? ''
  return {
    reference: intent.reference,
    gatewayReference: intent.gatewayReference,
    amount: intent.amount,
    mobile: intent.mobile,
    callbackUrl,
    ...(callbackUrl && { noticeUrl: new URL(`/notices/${intent.gateway}`, callbackUrl).href }),
    ...(intent.agreement !== null && { agreement: intent.agreement }),
    ...(clientIp !== undefined && { clientIp }),
    createdAt: intent.createdAt,
  }
}
