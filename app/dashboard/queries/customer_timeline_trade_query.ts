import { DateTime } from 'luxon'
import { beginningWith } from '#core/like_pattern'
import { Money } from '#core/money'
import { fact, type Fact } from '#dashboard/customers/fact'
import type { TimelineScope } from '#dashboard/queries/customer_timeline_query'
import Customer from '#hotspot/customers/customer'
import AutoSuspensionLog from '#hotspot/logs/auto_suspension_log'
import HotspotLog from '#hotspot/logs/hotspot_log'
import SmsMessage from '#messaging/sms_message'
import CustomerPayment from '#payments/customer_payment'
import Activity from '#tenancy/activity/activity'

const EACH = 40
const INTENTS = 15

interface Step {
  to_state: string
  cause: string
  created_at: Date
  amount_minor: string
  currency: string
  package: string | null
}

/** Steps of the latest payments (payment_intents_customer, payment_transitions_intent). */
export async function paymentFacts({ tenancy, customer, since }: TimelineScope): Promise<Fact[]> {
  const result: { rows: Step[] } = await tenancy.transaction.rawQuery(
    `select t.to_state, t.cause, t.created_at, i.amount_minor, i.currency, i.offer->>'name' as package
       from (select id, amount_minor, currency, offer from payment_intents
              where customer_id = :customer order by id desc limit ${INTENTS}) i
       join payment_transitions t on t.intent_id = i.id
      where t.created_at >= :since and t.refund_id is null`,
    { customer: customer.id, since }
  )
  return result.rows.map((step) =>
    fact(DateTime.fromJSDate(step.created_at, { zone: 'utc' }), 'payment', {
      name: step.to_state,
      reason: step.cause,
      about: step.package,
      amount: Money.of(Number(step.amount_minor), step.currency),
    })
  )
}

/**
 * Cash and vouchers, and what of it was undone (index customer_payments_customer).
 * What came through a gateway is told by its steps.
 */
export async function receivedFacts({ customer }: TimelineScope): Promise<Fact[]> {
  const payments = await CustomerPayment.query()
    .where('customer_id', customer.id)
    .orderBy('id', 'desc')
    .limit(EACH)
  return payments
    .filter(({ intentId }) => intentId === null)
    .flatMap((payment) => {
      const what = { name: payment.method, about: payment.packageName, amount: payment.amount }
      const { receivedByName, undoneAt, undoneByName, undoReason } = payment
      const received = fact(payment.paidAt, 'received', { ...what, who: receivedByName })
      const undone = { ...what, who: undoneByName, reason: undoReason }
      return undoneAt ? [received, fact(undoneAt, 'undone', undone)] : [received]
    })
}

/** Told with more by another source: suspensions by their own log, money by the payment. */
const TOLD_ELSEWHERE = [
  'suspended',
  'device_linked',
  'device_replaced',
  'device_removed',
  'voucher_redeemed',
  'recharge_undone',
]

/** Index hotspot_logs_customer. */
export async function eventFacts({ customer, routerOf }: TimelineScope): Promise<Fact[]> {
  const logs = await HotspotLog.query()
    .where('customer_id', customer.id)
    .whereNotIn('event', TOLD_ELSEWHERE)
    .orderBy('id', 'desc')
    .limit(EACH)
  return logs.map(({ createdAt, event, mac, routerId, detail }) =>
    fact(createdAt, 'event', {
      name: event,
      mac,
      router: routerId === null ? null : (routerOf.get(routerId) ?? null),
      about: typeof detail.package === 'string' ? detail.package : null,
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

/**
 * What the ISP's people did about this number and those merged into it: its
 * subject is the number, or begins with it (index activity_log_subject).
 */
export async function activityFacts({ customer }: TimelineScope): Promise<Fact[]> {
  const merged = await Customer.query().select('mobile').where('merged_into', customer.id)
  const done = await Activity.query()
    .where((about) => {
      for (const { mobile } of [customer, ...merged]) {
        about.orWhere('subject', mobile).orWhereLike('subject', beginningWith(`${mobile}: `))
      }
    })
    .orderBy('id', 'desc')
    .limit(EACH)
  return done.map(({ createdAt, action, accountName, detail }) =>
    fact(createdAt, 'activity', {
      name: action,
      who: accountName,
      about: typeof detail.merged === 'string' ? detail.merged : null,
    })
  )
}
