import Stripe from 'stripe'
import { EventRefused, EventStale } from '#platform/billing/errors'

/** As Stripe's own libraries have it (docs.stripe.com/webhooks/signature). */
const TOLERANCE_SECONDS = 300
const AT_ANY_AGE = 0

/** What is kept of an event. */
export interface BillingNews {
  id: string
  type: string
  /** Stripe's id of whom it is about; null when it is about nobody. */
  customer: string | null
  /** Seconds since 1970 by Stripe's clock. */
  created: number
}

/**
 * Reads an event that one of the secrets has signed. A signature from the future passes, since
 * it is our clock that is wrong then: the event only makes us ask Stripe.
 *
 * @throws EventRefused, EventStale
 */
export function readEvent(
  rawBody: string,
  signature: string,
  secrets: readonly string[]
): BillingNews {
  for (const secret of secrets) {
    const event = verified(rawBody, signature, secret, TOLERANCE_SECONDS)
    if (!event) continue
    const { id, type, created } = event
    return { id, type, created, customer: customerOf(event.data.object) }
  }
  const isStale = secrets.some((secret) => verified(rawBody, signature, secret, AT_ANY_AGE))
  throw isStale ? new EventStale() : new EventRefused()
}

/** Some malformed signatures make the package (23.1.0) throw errors that are not its own. */
function verified(
  rawBody: string,
  signature: string,
  secret: string,
  tolerance: number
): Stripe.Event | null {
  try {
    return Stripe.webhooks.constructEvent(rawBody, signature, secret, tolerance)
  } catch {
    return null
  }
}

function customerOf(object: object): string | null {
  if (textAt(object, 'object') === 'customer') return textAt(object, 'id')
  const customer = valueAt(object, 'customer')
  if (typeof customer === 'string') return customer
  return typeof customer === 'object' && customer !== null ? textAt(customer, 'id') : null
}

function textAt(object: object, name: string): string | null {
  const value = valueAt(object, name)
  return typeof value === 'string' ? value : null
}

function valueAt(object: object, name: string): unknown {
  return Object.entries(object).find(([key]) => key === name)?.[1]
}
