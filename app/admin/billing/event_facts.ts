import { DateTime } from 'luxon'
import type Stripe from 'stripe'

export interface EventFact {
  /** Where it stands in the event, such as "items.data.0.price.id". */
  path: string
  value: string
}

/**
 * What of an event says something of money and states, and nothing of people or of ways in: names,
 * addresses, cards, links and secrets are not among these.
 */
const SHOWN =
  /^(?:id|object|status|previous_status|customer|subscription|plan|price|product|invoice|charge|payment_intent|currency|quantity|interval|interval_count|billing_reason|collection_method|cancel_at|cancel_at_period_end|canceled_at|ended_at|trial_start|trial_end|current_period_start|current_period_end|period_start|period_end|start|end|created|frozen_time|attempted|attempt_count|next_payment_attempt|paid|livemode|lookup_key|proration|mode|payment_status|reason|(?:amount|unit_amount|total|subtotal|starting_balance|ending_balance)\w*)$/

const CONTAINERS =
  /^(?:items|lines|data|\d+|plan|price|period|recurring|status_transitions|parent|subscription_details|pricing|price_details|phases|current_phase)$/

/** Seconds since 1970, at Stripe. */
const MOMENTS =
  /^(?:created|start|end|frozen_time|next_payment_attempt|trial_\w+|\w+_(?:at|start|end))$/

const DEEPEST = 8
const MOST = 80

/** The facts of an event's object, flat, in Stripe's order. */
export function eventFacts({ data }: Stripe.Event): EventFact[] {
  return walk(data.object, []).slice(0, MOST)
}

function walk(value: unknown, path: readonly string[]): EventFact[] {
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = [...path, name]
    if (typeof inner === 'object') return CONTAINERS.test(name) ? walk(inner, here) : []
    return SHOWN.test(name) ? [{ path: here.join('.'), value: shown(name, inner) }] : []
  })
}

function shown(name: string, value: unknown): string {
  if (typeof value !== 'number' || !MOMENTS.test(name)) return String(value)
  return DateTime.fromSeconds(value, { zone: 'utc' }).toFormat("d LLL yyyy, HH:mm:ss 'UTC'")
}
