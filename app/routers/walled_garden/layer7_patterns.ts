export interface Layer7Pattern {
  name: string
  regexp: string
}

const pattern = (name: string, domain: string): Layer7Pattern => ({
  name,
  regexp: `^.+(${domain}).*$`,
})

const BKASH = [pattern('bkash_checkout', 'bka.sh'), pattern('bkash_tokenized', 'bkash.com')]

/** Names and expressions as the description gives them (Step 5), for whoever asks for this way. */
const PATTERNS: ReadonlyMap<string, readonly Layer7Pattern[]> = new Map([
  ['bkash', BKASH],
  ['bkash_agreement', BKASH],
  ['nagad', [pattern('nagad', 'mynagad.com')]],
  ['shurjopay', [pattern('shurjopay', 'shurjopayment.com')]],
  ['sslcommerz', [pattern('sslcommerz', 'sslcommerz.com')]],
  ['razorpay', [pattern('razorpay', 'razorpay.com')]],
  ['stripe', [pattern('stripe', 'stripe.com')]],
])

export function layer7Patterns(gateway: string): readonly Layer7Pattern[] {
  return PATTERNS.get(gateway) ?? []
}
