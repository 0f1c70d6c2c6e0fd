import type Stripe from 'stripe'
import { planOf } from '#platform/billing/subscription/read_subscription'
import { isOver, type SubscriptionStatus } from '#platform/billing/subscription/subscription'
import { PLAN_CODES } from '#tenancy/plans/plans'

/** What is, or will be, charged for; from what an ISP would rather keep to what it would not. */
const CHARGED: readonly string[] = [
  'active',
  'trialing',
  'past_due',
  'unpaid',
  'paused',
] satisfies SubscriptionStatus[]

/** The one that counts: the best of those that are charged for, else the latest that is not over. */
export function presentOf(
  subscriptions: readonly Stripe.Subscription[]
): Stripe.Subscription | null {
  const [best] = charged(subscriptions)
  if (best) return best
  const latestFirst = subscriptions.toSorted((one, other) => other.created - one.created)
  return latestFirst.find((each) => !isOver(each)) ?? latestFirst[0] ?? null
}

/** Those that an ISP is charged for beside the one that counts: it wanted one. */
export function secondsOf(
  subscriptions: readonly Stripe.Subscription[]
): readonly Stripe.Subscription[] {
  return charged(subscriptions).slice(1)
}

/** The paid before the unpaid, of these the higher plan first, of these the first that was made. */
function charged(subscriptions: readonly Stripe.Subscription[]): Stripe.Subscription[] {
  return subscriptions
    .filter(({ status }) => CHARGED.includes(status))
    .toSorted(
      (one, other) =>
        CHARGED.indexOf(one.status) - CHARGED.indexOf(other.status) ||
        rank(other) - rank(one) ||
        one.created - other.created ||
        one.id.localeCompare(other.id)
    )
}

function rank(subscription: Stripe.Subscription): number {
  const plan = planOf(subscription)
  return plan ? PLAN_CODES.indexOf(plan) : -1
}
