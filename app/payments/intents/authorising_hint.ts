import type { InboundHint } from '#payments/gateways/contract'
import { readPushCallback } from '#payments/gateways/mpesa/answers'
import { PAID } from '#payments/gateways/mpesa/codes'
import type PaymentIntent from '#payments/intents/payment_intent'

type Claim = (hint: InboundHint, intent: PaymentIntent) => boolean

const atBkash: Claim = ({ query }, { gatewayReference }) =>
  gatewayReference !== null && query.paymentID === gatewayReference && query.status === 'success'

/**
 * How each gateway that captures on request writes "the customer has said yes" into a callback.
 * M-Pesa's is kept like one: it alone names the receipt.
 */
const CLAIMS: Readonly<Record<string, Claim>> = {
  bkash: atBkash,
  bkash_agreement: atBkash,
  razorpay: ({ rawBody }, { gatewayReference }) => {
    const form = new URLSearchParams(rawBody)
    return (
      gatewayReference !== null &&
      form.get('razorpay_order_id') === gatewayReference &&
      form.has('razorpay_payment_id')
    )
  },
  mpesa: (hint, { gatewayReference }) => {
    const callback = readPushCallback(hint)
    const ours = gatewayReference === null || callback?.push === gatewayReference
    return callback !== null && ours && callback.code === PAID
  },
}

/**
 * Does this callback claim that the customer authorised this very attempt? Such
 * a claim may be the only leave to capture we ever get; the gateway decides
 * whether it is true.
 */
export function authorises(hint: InboundHint | null, intent: PaymentIntent): boolean {
  return hint !== null && (CLAIMS[intent.gateway]?.(hint, intent) ?? false)
}
