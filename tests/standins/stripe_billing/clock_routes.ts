import { stripeId } from '../stripe/merchants.js'
import { Refusal } from '../stripe/refusals.js'
import type { Api } from './api.js'
import { after, DAY } from './calendar.js'
import { testClockView } from './catalog_views.js'
import { PAGING } from './known.js'
import { pageOf } from './pages.js'
import type { TestClock } from './records.js'
import { recurringOf } from './new_subscription.js'
import type { Timeline } from './timeline.js'
import type { BillingWorld } from './world.js'

const TWO_YEARS_SECONDS = 2 * 365 * DAY

/** docs.stripe.com/api/test_clocks and docs.stripe.com/billing/testing/test-clocks */
export function addClockRoutes(api: Api, world: BillingWorld, timeline: Timeline): void {
  const { clocks } = world
  api
    .add('POST', '/test_helpers/test_clocks', ['frozen_time', 'name'], ({ params }) => {
      const clock = clocks.put({
        id: stripeId('clock'),
        name: params.text('name') ?? null,
        frozenTime: params.needInteger('frozen_time'),
        status: 'ready',
        created: world.now(),
      })
      world.tell('test_helpers.test_clock.created', testClockView(clock))
      return testClockView(clock)
    })
    .add('GET', '/test_helpers/test_clocks', PAGING, ({ params }) =>
      pageOf(clocks.all(), params, '/v1/test_helpers/test_clocks', testClockView)
    )
    .add('GET', '/test_helpers/test_clocks/:id', [], ({ id }) => testClockView(clocks.of(id)))
    .add('DELETE', '/test_helpers/test_clocks/:id', [], ({ id }) => {
      const clock = clocks.of(id)
      remove(world, clock)
      return { id, object: 'test_helpers.test_clock', deleted: true }
    })
    .add('POST', '/test_helpers/test_clocks/:id/advance', ['frozen_time'], ({ id, params }) => {
      const clock = clocks.of(id)
      const target = params.needInteger('frozen_time')
      checkTarget(world, clock, target)
      const answer = { ...testClockView(clock), status: 'advancing' }
      clock.status = 'advancing'
      world.tell('test_helpers.test_clock.advancing', answer)
      setTimeout(() => {
        timeline.catchUp(target, clock)
        clock.frozenTime = target
        clock.status = 'ready'
        world.tell('test_helpers.test_clock.ready', testClockView(clock))
      }, world.settings.advanceMs).unref()
      return {
        ...answer,
        status_details: { advancing: { target_frozen_time: target } },
      }
    })
}

/** Forward, and by two intervals of the shortest subscription at most. @throws Refusal */
function checkTarget(world: BillingWorld, clock: TestClock, target: number): void {
  if (clock.status === 'advancing') {
    throw new Refusal('Test clock advancement underway - cannot perform modifications.', {
      status: 429,
    })
  }
  if (target <= clock.frozenTime) {
    throw new Refusal('The frozen time must be later than the current one', {
      param: 'frozen_time',
    })
  }
  const limits = world.subscriptions
    .all()
    .filter(({ customer, endedAt }) => customer.clock === clock && endedAt === null)
    .map((subscription) => {
      const { interval, count } = recurringOf(subscription)
      return after(clock.frozenTime, interval, count * 2)
    })
  const limit = Math.min(clock.frozenTime + TWO_YEARS_SECONDS, ...limits)
  if (target <= limit) return
  throw new Refusal(
    'You cannot advance more than two intervals from the current frozen time, based on the shortest subscription interval.',
    { param: 'frozen_time' }
  )
}

/** With all that lives by it. */
function remove(world: BillingWorld, clock: TestClock): void {
  for (const customer of world.customers.all()) {
    if (customer.clock !== clock) continue
    customer.deleted = true
    for (const subscription of world.subscriptions.all()) {
      if (subscription.customer === customer) world.subscriptions.remove(subscription.id)
    }
  }
  world.clocks.remove(clock.id)
  world.tell('test_helpers.test_clock.deleted', testClockView(clock))
}
