import type { Params } from '../stripe/params.js'
import { Refusal } from '../stripe/refusals.js'
import { PAYMENT_BEHAVIORS, PRORATIONS, type Changes } from './changes.js'
import { methodOfCustomer } from './customers.js'
import { METADATA } from './known.js'
import { mergedMetadata } from './metadata.js'
import type { Subscription } from './subscription_records.js'
import { MISSING_METHOD } from './subscription_create.js'
import { changedItems, itemNames } from './subscription_request.js'
import type { Subscriptions } from './subscriptions.js'
import type { BillingWorld } from './world.js'

export const UPDATE = [
  ...itemNames('items'),
  'cancel_at',
  'cancel_at_period_end',
  'cancellation_details[comment]',
  'cancellation_details[feedback]',
  'default_payment_method',
  'description',
  'off_session',
  'pause_collection',
  'pause_collection[behavior]',
  'pause_collection[resumes_at]',
  'payment_behavior',
  'proration_behavior',
  'proration_date',
  'trial_end',
  MISSING_METHOD,
  ...METADATA,
]

/** What may not be changed together with a payment that may have to wait. */
const NOT_PENDING = [
  'cancel_at',
  'cancel_at_period_end',
  'default_payment_method',
  'description',
  'pause_collection',
]
const PAUSES = ['keep_as_draft', 'mark_uncollectible', 'void'] as const

interface Machinery {
  world: BillingWorld
  subscriptions: Subscriptions
  changes: Changes
}

/** docs.stripe.com/api/subscriptions/update. @throws Refusal; nothing has changed then. */
export function updateSubscription(
  { world, subscriptions, changes }: Machinery,
  subscription: Subscription,
  params: Params
): void {
  const now = world.nowOf(subscription.customer)
  const payment = params.choice('payment_behavior', PAYMENT_BEHAVIORS) ?? 'allow_incomplete'
  const proration = params.choice('proration_behavior', PRORATIONS) ?? 'create_prorations'
  checkMay(subscription, params, payment)
  const items = params.has('items')
    ? changedItems(world, subscription, params, 'items', now)
    : undefined
  const date = prorationDate(subscription, params, now)
  subscriptions.tracker.act(subscription, () => {
    assign(world, subscription, params)
    cancellation(subscription, params, now)
    const trialEnd = parseTrialEnd(params, now)
    if (items) {
      changes.items(subscription, { items, proration, payment, date }, now)
      showInSchedule(world, subscription, now)
    }
    if (trialEnd !== undefined) changes.trialEnd(subscription, trialEnd, now)
  })
}

/** Within the current period, else now. @throws Refusal */
export function prorationDate(
  { periodStart, periodEnd }: Subscription,
  params: Params,
  now: number,
  param = 'proration_date'
): number {
  const date = params.integer(param)
  if (date === undefined) return now
  if (date < periodStart || date > periodEnd) {
    throw new Refusal('The proration date must be within the current period', { param })
  }
  return date
}

function checkMay(subscription: Subscription, params: Params, payment: string): void {
  if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired') {
    throw new Refusal(
      'A canceled subscription can only update its cancellation_details and metadata.'
    )
  }
  const cancels = params.has('cancel_at') || params.has('cancel_at_period_end')
  if (subscription.schedule !== null && cancels) {
    throw new Refusal(
      `The subscription is managed by the subscription schedule \`${subscription.schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`
    )
  }
  const other = NOT_PENDING.find((name) => params.has(name))
  if (payment === 'pending_if_incomplete' && other !== undefined) {
    throw new Refusal(
      `When \`payment_behavior\` is \`pending_if_incomplete\`, you cannot pass ${other}.`,
      { param: other }
    )
  }
  if (subscription.pendingUpdate && params.has('items')) {
    throw new Refusal('This subscription has a pending update; pay or void its invoice first')
  }
}

function assign(world: BillingWorld, subscription: Subscription, params: Params): void {
  const method = params.text('default_payment_method')
  if (method !== undefined) {
    const { customer } = subscription
    const param = 'default_payment_method'
    subscription.defaultPaymentMethod =
      method === '' ? null : methodOfCustomer(world, method, customer, param).id
  }
  subscription.description = params.text('description') ?? subscription.description
  subscription.metadata = mergedMetadata(subscription.metadata, params)
  subscription.missingMethod =
    params.choice(MISSING_METHOD, ['create_invoice', 'cancel', 'pause']) ??
    subscription.missingMethod
  if (params.text('pause_collection') === '') subscription.pauseCollection = null
  const behavior = params.choice('pause_collection[behavior]', PAUSES)
  if (behavior !== undefined) {
    const resumesAt = params.integer('pause_collection[resumes_at]') ?? null
    subscription.pauseCollection = { behavior, resumesAt }
  }
}

function cancellation(subscription: Subscription, params: Params, now: number): void {
  const atEnd = params.flag('cancel_at_period_end')
  const at = params.text('cancel_at')
  if (atEnd !== undefined) subscription.cancelAtPeriodEnd = atEnd
  if (at !== undefined)
    subscription.cancelAt = at === '' ? null : (params.integer('cancel_at') ?? null)
  if (atEnd === undefined && at === undefined) return
  const ends = subscription.cancelAtPeriodEnd || subscription.cancelAt !== null
  subscription.canceledAt = ends ? now : null
  subscription.cancelReason = ends ? 'cancellation_requested' : null
  subscription.cancelComment = params.text('cancellation_details[comment]') ?? null
  subscription.cancelFeedback = params.text('cancellation_details[feedback]') ?? null
}

/** The phase that runs is what the subscription is. */
function showInSchedule(world: BillingWorld, subscription: Subscription, now: number): void {
  const schedule = world.schedules.find(subscription.schedule)
  const phase = schedule?.phases.find(({ start, end }) => start <= now && now < end)
  if (phase) phase.items = subscription.items
}

function parseTrialEnd(params: Params, now: number): number | 'now' | undefined {
  const text = params.text('trial_end')
  if (text === undefined || text === 'now') return text
  const at = params.integer('trial_end') ?? 0
  if (at > now) return at
  throw new Refusal('Invalid timestamp: must be in the future', { param: 'trial_end' })
}
