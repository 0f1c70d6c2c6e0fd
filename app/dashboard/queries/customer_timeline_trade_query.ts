import { DateTime } from 'luxon'
import { fact, type Fact } from '#dashboard/customers/fact'
import type { TimelineScope } from '#dashboard/queries/customer_timeline_query'
import AutoSuspensionLog from '#hotspot/logs/auto_suspension_log'
import HotspotLog from '#hotspot/logs/hotspot_log'
import SmsMessage from '#messaging/sms_message'
import Activity from '#tenancy/activity/activity'

const EACH = 40
const INTENTS = 15
/** The log of what the ISP's people did has no index by customer; they do little beside customers. */
const ACTIVITIES_LOOKED_AT = 2000

/** Steps of the latest payments (payment_intents_customer, payment_transitions_intent). */
export async function paymentFacts({ tenancy, customer, since }: TimelineScope): Promise<Fact[]> {
  const result: { rows: { to_state: string; cause: string; created_at: Date }[] } =
    await tenancy.transaction.rawQuery(
      `select t.to_state, t.cause, t.created_at
         from (select id from payment_intents where customer_id = :customer
                order by id desc limit ${INTENTS}) i
         join payment_transitions t on t.intent_id = i.id
        where t.created_at >= :since`,
      { customer: customer.id, since }
    )
  return result.rows.map(({ to_state: name, cause, created_at: at }) =>
    fact(DateTime.fromJSDate(at, { zone: 'utc' }), 'payment', { name, reason: cause })
  )
}

/** Index hotspot_logs_customer. A suspension is told by its own log, with its figures. */
export async function eventFacts({ customer, routerOf }: TimelineScope): Promise<Fact[]> {
  const logs = await HotspotLog.query()
    .where('customer_id', customer.id)
    .orderBy('id', 'desc')
    .limit(EACH)
  return logs
    .filter(({ event }) => event !== 'suspended')
    .map(({ createdAt, event, mac, routerId }) =>
      fact(createdAt, 'event', {
        name: event,
        mac,
        router: routerId === null ? null : (routerOf.get(routerId) ?? null),
      })
    )
}

/** Index auto_suspension_logs_customer. */
export async function suspensionFacts({ customer }: TimelineScope): Promise<Fact[]> {
  const logs = await AutoSuspensionLog.query()
    .where('customer_id', customer.id)
    .orderBy('id', 'desc')
    .limit(EACH)
  return logs.map(({ suspendedAt, reason }) => fact(suspendedAt, 'suspended', { name: reason }))
}

/** Index sms_messages_customer. */
export async function messageFacts({ customer }: TimelineScope): Promise<Fact[]> {
  const messages = await SmsMessage.query()
    .where('customer_id', customer.id)
    .orderBy('id', 'desc')
    .limit(EACH)
  return messages.map(({ createdAt, status, error }) =>
    fact(createdAt, 'sms', { name: status, reason: error })
  )
}

/** The newest of activity_log_recent, and of them what was done to this number. */
export async function activityFacts({ customer }: TimelineScope): Promise<Fact[]> {
  const done = await Activity.query()
    .whereIn('id', Activity.query().select('id').orderBy('id', 'desc').limit(ACTIVITIES_LOOKED_AT))
    .where('subject', customer.mobile)
    .orderBy('id', 'desc')
    .limit(EACH)
  return done.map(({ createdAt, action, accountName }) =>
    fact(createdAt, 'activity', { name: action, who: accountName })
  )
}
