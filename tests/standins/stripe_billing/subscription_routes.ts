import { Refusal } from '../stripe/refusals.js'
import type { Api } from './api.js'
import type { Changes } from './changes.js'
import { createSubscription, CREATE } from './subscription_create.js'
import { PAGING } from './known.js'
import { priceChange } from './lines.js'
import { pageOf } from './pages.js'
import type { Subscription } from './subscription_records.js'
import { resume } from './resuming.js'
import type { Subscriptions } from './subscriptions.js'
import { subscriptionView } from './subscription_views.js'
import { UPDATE, updateSubscription } from './subscription_update.js'
import type { BillingWorld } from './world.js'

/** docs.stripe.com/api/subscriptions */
export function addSubscriptionRoutes(
  api: Api,
  world: BillingWorld,
  subscriptions: Subscriptions,
  changes: Changes
): void {
  const found = (id: string) => world.subscriptions.of(id)
  api
    .add('POST', '/subscriptions', CREATE, ({ params }) =>
      subscriptionView(createSubscription(world, subscriptions, params))
    )
    .add(
      'GET',
      '/subscriptions',
      ['customer', 'price', 'status', 'test_clock', ...PAGING],
      ({ params }) => {
        const clock = params.text('test_clock')
        const customer = params.text('customer')
        const price = params.text('price')
        const status = params.text('status')
        const listed = world.subscriptions
          .all()
          .filter(({ customer: theirs }) =>
            customer === undefined ? theirs.clock?.id === clock : theirs.id === customer
          )
          .filter((one) => price === undefined || one.items.some((item) => item.price.id === price))
          .filter((one) => hasStatus(one, status))
        return pageOf(listed, params, '/v1/subscriptions', subscriptionView)
      }
    )
    .add('GET', '/subscriptions/:id', [], ({ id }) => subscriptionView(found(id)))
    .add('POST', '/subscriptions/:id', UPDATE, ({ id, params }) => {
      const subscription = found(id)
      updateSubscription({ world, subscriptions, changes }, subscription, params)
      return subscriptionView(subscription)
    })
    .add('DELETE', '/subscriptions/:id', CANCEL, ({ id, params }) => {
      const subscription = found(id)
      if (subscription.status === 'canceled') {
        throw new Refusal(`No such subscription: '${id}'; it is canceled`, {
          code: 'resource_missing',
          status: 404,
        })
      }
      subscription.cancelComment = params.text('cancellation_details[comment]') ?? null
      subscription.cancelFeedback = params.text('cancellation_details[feedback]') ?? null
      const now = world.nowOf(subscription.customer)
      const invoicesNow = params.flag('invoice_now') ?? false
      const prorates = params.flag('prorate') ?? false
      if (prorates && !invoicesNow) {
        throw new Refusal('This stand-in prorates with invoice_now alone', { param: 'prorate' })
      }
      const credit = prorates ? priceChange(subscription, [], now, true).lines : []
      subscriptions.cancel(subscription, now, 'cancellation_requested', {
        billsUsage: invoicesNow,
        credit,
      })
      return subscriptionView(subscription)
    })
    .add('POST', '/subscriptions/:id/resume', RESUME, ({ id, params }) => {
      const subscription = found(id)
      resume({ world, subscriptions }, subscription, params)
      return subscriptionView(subscription)
    })
}

const CANCEL = [
  'cancellation_details[comment]',
  'cancellation_details[feedback]',
  'invoice_now',
  'prorate',
]
const RESUME = [
  'billing_cycle_anchor[type]',
  'payment_behavior',
  'proration_behavior',
  'proration_date',
]

/** Without a status those that are canceled are not listed. */
function hasStatus(subscription: Subscription, wanted: string | undefined): boolean {
  if (wanted === undefined) return subscription.status !== 'canceled'
  if (wanted === 'ended') return subscription.endedAt !== null
  return wanted === 'all' || subscription.status === wanted
}
