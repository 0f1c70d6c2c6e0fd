import type { NextStep } from '#payments/gateways/contract'
import type PaymentIntent from '#payments/intents/payment_intent'

/** Where the customer's browser goes next. A form is posted from a page of ours; a phone asks by itself. */
export function nextPage(intent: PaymentIntent, next: NextStep) {
  return {
    redirectUrl: urlOf(intent, next),
    checkoutForm: next.kind === 'form' ? next : null,
  }
}

function urlOf({ reference, callbackUrl }: PaymentIntent, next: NextStep): string | null {
  if (next.kind === 'redirect') return next.url
  if (next.kind === 'phone_prompt' || callbackUrl === null) return null
  return new URL(`/checkout/${reference}`, callbackUrl).href
}
