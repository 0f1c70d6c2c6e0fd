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
const SHOWN: ReadonlySet<string> = new Set([
  ...['id', 'object', 'created', 'livemode', 'mode', 'frozen_time'],
  ...['status', 'previous_status', 'payment_status', 'paid', 'reason'],
  ...['customer', 'subscription', 'invoice', 'charge', 'payment_intent'],
  ...['plan', 'price', 'product', 'lookup_key', 'quantity', 'proration', 'currency'],
  ...['interval', 'interval_count', 'start', 'end', 'period_start', 'period_end'],
  ...['current_period_start', 'current_period_end', 'trial_start', 'trial_end'],
  ...['cancel_at', 'cancel_at_period_end', 'canceled_at', 'ended_at'],
  ...['billing_reason', 'collection_method'],
  ...['attempted', 'attempt_count', 'next_payment_attempt'],
])

const AMOUNTS = /^(?:amount|unit_amount|total|subtotal|starting_balance|ending_balance)\w*$/

/** What is looked into; an array's places are the numbers. */
const CONTAINERS: ReadonlySet<string> = new Set([
  ...['data', 'items', 'lines', 'plan', 'price', 'pricing', 'price_details'],
  ...['period', 'recurring', 'phases', 'current_phase', 'status_transitions'],
  ...['parent', 'subscription_details'],
])

const PLACE = /^\d+$/

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
    if (typeof inner === 'object') return isContainer(name) ? walk(inner, here) : []
    return isShown(name) ? [{ path: here.join('.'), value: shown(name, inner) }] : []
  })
}

function isContainer(name: string): boolean {
  return CONTAINERS.has(name) || PLACE.test(name)
}

function isShown(name: string): boolean {
  return SHOWN.has(name) || AMOUNTS.test(name)
}

function shown(name: string, value: unknown): string {
  if (typeof value !== 'number' || !MOMENTS.test(name)) return String(value)
  return DateTime.fromSeconds(value, { zone: 'utc' }).toFormat("d LLL yyyy, HH:mm:ss 'UTC'")
}
