import { DateTime } from 'luxon'
import type Stripe from 'stripe'
import { planOfPrice, type Prices } from '#platform/billing/stripe/plan_prices'
import type Subscription from '#platform/billing/subscription/subscription'
import type { SubscriptionStatus } from '#platform/billing/subscription/subscription'
import type { PlanCode } from '#tenancy/plans/plans'

/** What is taken over of Stripe's answer. */
export type SubscriptionFacts = Pick<
  Subscription,
  | 'subscription'
  | 'status'
  | 'plan'
  | 'nextPlan'
  | 'pendingPlan'
  | 'pendingUntil'
  | 'schedule'
  | 'trialEndsAt'
  | 'periodEndsAt'
  | 'cancelsAt'
  | 'endedAt'
  | 'endReason'
>

const STATUSES: readonly string[] = [
  'trialing',
  'active',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'unpaid',
  'paused',
  'canceled',
] satisfies SubscriptionStatus[]

/** @param known the plan we have it on, where its price says nothing */
export function readSubscription(
  subscription: Stripe.Subscription,
  prices: Prices,
  known: PlanCode | null
): SubscriptionFacts {
  const item = planItem(subscription)
  const schedule = liveSchedule(subscription)
  const pending = subscription.pending_update
  return {
    subscription: subscription.id,
    status: isStatus(subscription.status) ? subscription.status : null,
    plan: planOf(subscription) ?? known,
    nextPlan: schedule && nextPlan(schedule, prices),
    pendingPlan: pending && planAmong(pending.subscription_items ?? []),
    pendingUntil: moment(pending?.expires_at),
    schedule: schedule?.id ?? null,
    trialEndsAt: moment(subscription.trial_end),
    periodEndsAt: moment(item?.current_period_end ?? null),
    cancelsAt: moment(subscription.cancel_at),
    endedAt: moment(subscription.ended_at),
    endReason: subscription.cancellation_details?.reason ?? null,
  }
}

/** The item that is the plan; the other one is metered. */
export function planItem({ items }: Stripe.Subscription): Stripe.SubscriptionItem | null {
  return (
    items.data.find(({ price }) => planOfPrice(price)) ??
    items.data.find(({ price }) => price.recurring?.usage_type === 'licensed') ??
    null
  )
}

/** The plan that is paid for; null when its price says nothing. */
export function planOf(subscription: Stripe.Subscription): PlanCode | null {
  const item = planItem(subscription)
  return item && planOfPrice(item.price)
}

function planAmong(items: readonly Stripe.SubscriptionItem[]): PlanCode | null {
  const plans = items.map(({ price }) => planOfPrice(price))
  return plans.find((plan) => plan !== null) ?? null
}

/** Seconds since 1970 to a moment. */
export function moment(seconds: number | null | undefined): DateTime | null {
  return typeof seconds === 'number' ? DateTime.fromSeconds(seconds, { zone: 'utc' }) : null
}

function liveSchedule({ schedule }: Stripe.Subscription): Stripe.SubscriptionSchedule | null {
  if (typeof schedule !== 'object' || schedule === null) return null
  return ['active', 'not_started'].includes(schedule.status) ? schedule : null
}

function nextPlan(schedule: Stripe.SubscriptionSchedule, { plans }: Prices): PlanCode | null {
  const from = schedule.current_phase?.end_date ?? 0
  const next = schedule.phases.find(({ start_date: start }) => start >= from)
  const ids = next?.items.map(({ price }) => (typeof price === 'string' ? price : price.id)) ?? []
  return plans.find(({ priceId }) => ids.includes(priceId))?.plan ?? null
}

function isStatus(status: string): status is SubscriptionStatus {
  return STATUSES.includes(status)
}
