import type { Params } from '../stripe/params.js'
import { Refusal } from '../stripe/refusals.js'
import { licensedLines } from './lines.js'
import type { Subscription } from './subscription_records.js'
import type { Subscriptions } from './subscriptions.js'
import type { BillingWorld } from './world.js'

const BEHAVIORS = ['resume_on_payment_attempt', 'resume_on_payment_success'] as const

/**
 * A paused subscription goes on with the attempt to pay its invoice, or only once it is paid
 * (docs.stripe.com/api/subscriptions/resume). @throws Refusal
 */
export function resume(
  { world, subscriptions }: { world: BillingWorld; subscriptions: Subscriptions },
  subscription: Subscription,
  params: Params
): void {
  if (subscription.status !== 'paused') {
    throw new Refusal(
      `Only paused subscriptions can be resumed; this one is ${subscription.status}`
    )
  }
  const anchor = params.choice('billing_cycle_anchor[type]', ['now', 'unchanged']) ?? 'now'
  const behavior = params.choice('payment_behavior', BEHAVIORS) ?? 'resume_on_payment_attempt'
  const { customer } = subscription
  const now = world.nowOf(customer)
  subscriptions.tracker.act(subscription, () => {
    if (anchor === 'now') subscription.anchor = now
    if (behavior === 'resume_on_payment_attempt') {
      subscription.status = 'active'
      subscriptions.tracker.tell('resumed', subscription)
    }
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
