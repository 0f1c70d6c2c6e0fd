import Stripe from 'stripe'

/** Does Stripe say that there is no such thing (docs.stripe.com/error-codes#resource-missing)? */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.code === 'resource_missing'
}
