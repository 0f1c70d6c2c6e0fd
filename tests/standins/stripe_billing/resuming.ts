import { Refusal } from '../stripe/refusals.js'
import { licensedLines } from './lines.js'
import type { Subscription } from './subscription_records.js'
import type { Subscriptions } from './subscriptions.js'
import type { BillingWorld } from './world.js'

/**
 * A paused subscription goes on once its invoice is paid
 * (docs.stripe.com/api/subscriptions/resume). @throws Refusal
 */
export function resume(
  { world, subscriptions }: { world: BillingWorld; subscriptions: Subscriptions },
  subscription: Subscription,
  anchor: 'now' | 'unchanged'
): void {
  if (subscription.status !== 'paused') {
    throw new Refusal(
      `Only paused subscriptions can be resumed; this one is ${subscription.status}`
    )
  }
  const { customer } = subscription
  const now = world.nowOf(customer)
  subscriptions.tracker.act(subscription, () => {
    if (anchor === 'now') subscription.anchor = now
    subscriptions.nextPeriod(subscription, now)
    const { items, periodStart, periodEnd } = subscription
    const lines = licensedLines(items, { start: periodStart, end: periodEnd })
    const reason = 'subscription_update'
    subscriptions.invoicing.issue(
      { customer, subscription, lines, reason, periodStart, periodEnd },
      now
    )
  })
}
