import { stripeId } from '../stripe/merchants.js'
import { after } from './calendar.js'
import type { Customer, Metadata, Price } from './records.js'
import type { Item, MissingMethod, Subscription } from './subscription_records.js'

export interface Order {
  customer: Customer
  items: { price: Price; quantity: number | undefined; metadata?: Metadata }[]
  trialEnd: number | null
  missingMethod: MissingMethod
  metadata: Metadata
  description: string | null
  defaultPaymentMethod: string | null
}

/** Of all items the same: mixed intervals are not served here. */
export function recurringOf({ items }: Pick<Subscription, 'items'>) {
  return items[0]?.price.recurring ?? { interval: 'month' as const, count: 1 }
}

export function newItem(
  { price, quantity, metadata = {} }: Order['items'][number],
  now: number
): Item {
  const counted = price.recurring?.usage === 'metered' ? undefined : (quantity ?? 1)
  return { id: stripeId('si', 14), price, quantity: counted, metadata, created: now }
}

/** As it is the moment it is ordered: in its trial, or waiting for its first payment. */
export function begin(order: Order, now: number): Subscription {
  const items = order.items.map((item) => newItem(item, now))
  const { interval, count } = recurringOf({ items })
  const { trialEnd } = order
  return {
    id: stripeId('sub'),
    customer: order.customer,
    items,
    status: trialEnd === null ? 'incomplete' : 'trialing',
    currency: items[0]?.price.currency ?? 'usd',
    description: order.description,
    metadata: order.metadata,
    created: now,
    anchor: trialEnd ?? now,
    periodStart: now,
    periodEnd: trialEnd ?? after(now, interval, count),
    trialStart: trialEnd === null ? null : now,
    trialEnd,
    missingMethod: order.missingMethod,
    cancelAtPeriodEnd: false,
    cancelAt: null,
    canceledAt: null,
    endedAt: null,
    cancelReason: null,
    cancelComment: null,
    cancelFeedback: null,
    defaultPaymentMethod: order.defaultPaymentMethod,
    latestInvoice: null,
    pauseCollection: null,
    pendingUpdate: null,
    schedule: null,
    upcomingTold: null,
    trialEndTold: false,
  }
}
