import { Refusal } from '../stripe/refusals.js'
import type { Api } from './api.js'
import { PRORATIONS } from './changes.js'
import { METADATA, PAGING } from './known.js'
import { mergedMetadata } from './metadata.js'
import { pageOf } from './pages.js'
import type { Schedule } from './subscription_records.js'
import { parsePhases, PHASES } from './schedule_request.js'
import type { Schedules } from './schedules.js'
import { scheduleView } from './subscription_views.js'
import type { BillingWorld } from './world.js'

const UPDATE = ['end_behavior', 'proration_behavior', ...PHASES, ...METADATA]

/** docs.stripe.com/api/subscription_schedules, made from subscriptions that are there. */
export function addScheduleRoutes(api: Api, world: BillingWorld, schedules: Schedules): void {
  const view = (schedule: Schedule) => scheduleView(schedule, world.nowOf(schedule.customer))
  const active = (id: string): Schedule => {
    const schedule = world.schedules.of(id)
    if (schedule.status === 'active') return schedule
    throw new Refusal(
      `You cannot update a subscription schedule that is currently in the \`${schedule.status}\` status.`
    )
  }
  api
    .add('POST', '/subscription_schedules', ['from_subscription'], ({ params }) => {
      const param = 'from_subscription'
      const subscription = world.subscriptions.of(params.need(param), param)
      if (subscription.schedule !== null) {
        throw new Refusal(
          'You cannot migrate a subscription that is already attached to a schedule: ' +
            subscription.schedule,
          { param }
        )
      }
      if (subscription.cancelAtPeriodEnd || subscription.endedAt !== null) {
        throw new Refusal('The subscription ends; there is nothing to schedule', { param })
      }
      return view(schedules.fromSubscription(subscription, world.nowOf(subscription.customer)))
    })
    .add('GET', '/subscription_schedules', ['customer', ...PAGING], ({ params }) => {
      const customer = params.text('customer')
      const found = world.schedules
        .all()
        .filter((one) => customer === undefined || one.customer.id === customer)
      return pageOf(found, params, '/v1/subscription_schedules', view)
    })
    .add('GET', '/subscription_schedules/:id', [], ({ id }) => view(world.schedules.of(id)))
    .add('POST', '/subscription_schedules/:id', UPDATE, ({ id, params }) => {
      const schedule = active(id)
      const now = world.nowOf(schedule.customer)
      if (params.has('phases')) {
        schedule.phases = parsePhases(world, schedule, params, now)
        const proration = params.choice('proration_behavior', PRORATIONS) ?? 'create_prorations'
        schedules.applyCurrent(schedule, proration, now)
      }
      schedule.endBehavior =
        params.choice('end_behavior', ['release', 'cancel']) ?? schedule.endBehavior
      schedule.metadata = mergedMetadata(schedule.metadata, params)
      schedules.tell('updated', schedule, now)
      return view(schedule)
    })
    .add('POST', '/subscription_schedules/:id/release', ['preserve_cancel_date'], ({ id }) => {
      const schedule = active(id)
      schedules.release(schedule, world.nowOf(schedule.customer))
      return view(schedule)
    })
    .add('POST', '/subscription_schedules/:id/cancel', ['invoice_now', 'prorate'], ({ id }) => {
      const schedule = active(id)
      schedules.cancel(schedule, world.nowOf(schedule.customer))
      return view(schedule)
    })
}
