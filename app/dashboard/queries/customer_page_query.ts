import type { LucidModel } from '@adonisjs/lucid/types/model'
import type { DateTime } from 'luxon'
import { isRandomised } from '#core/mac_address'
import { whyOffline } from '#dashboard/customers/why_offline'
import { customerTimelineQuery } from '#dashboard/queries/customer_timeline_query'
import { onlineMacsQuery } from '#dashboard/queries/online_macs_query'
import { paymentRow } from '#dashboard/queries/payments_list_query'
import { receiptRow } from '#dashboard/queries/receipts_list_query'
import { usageChartQuery } from '#dashboard/queries/usage_chart_query'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import HotspotLog from '#hotspot/logs/hotspot_log'
import SmsMessage from '#messaging/sms_message'
import CustomerPayment from '#payments/customer_payment'
import PaymentIntent, { CREDITED } from '#payments/intents/payment_intent'
import { sessionsQuery } from '#radius/sessions_query'
import type Tenant from '#tenancy/models/tenant'
import type { Tenancy } from '#tenancy/tenancy'

const RECENT = 20

/** Everything about one customer, the newest of each. */
export async function customerPageQuery(
  tenancy: Tenancy,
  tenant: Tenant,
  id: number,
  now: DateTime
) {
  const customer = await Customer.query()
    .where('id', id)
    .preload('devices', (devices) => devices.orderBy('id', 'desc'))
    .preload('activation')
    .firstOrFail()
  const macs = customer.devices.map(({ mac }) => mac)
  const online = await onlineMacsQuery(tenancy, macs)
  const timeline = await customerTimelineQuery(tenancy, customer, now)
  const received = await recent(CustomerPayment, id)
  const attempts = await PaymentIntent.query()
    .where('customer_id', id)
    .whereNotIn('state', [...CREDITED])
    .orderBy('id', 'desc')
    .limit(RECENT)

  return {
    customer,
    mergedInto: customer.mergedInto === null ? null : await Customer.find(customer.mergedInto),
    current: customer.activation ?? null,
    verdict: whyOffline(timeline, standingOf(customer, now)),
    timeline,
    usage: await usageChartQuery(tenancy, macs, tenant.timezone, now),
    devices: customer.devices.map((device) => ({
      mac: device.mac,
      lastIp: device.lastIp,
      lastSeenAt: device.lastSeenAt,
      randomised: isRandomised(device.mac),
      online: online.has(device.mac),
    })),
    activations: await recent(Activation, id),
    received: received.map((payment) => receiptRow(payment, customer.mobile, tenant)),
    attempts: attempts.map((intent) => paymentRow(intent)),
    messages: await recent(SmsMessage, id),
    sessions: await sessionsQuery(tenancy, macs, RECENT),
    logs: await recent(HotspotLog, id),
  }
}

function standingOf(customer: Customer, now: DateTime) {
  const { activation, devices } = customer
  const seen = devices.flatMap(({ lastSeenAt }) => lastSeenAt ?? [])
  return {
    status: customer.status,
    suspendReason: customer.suspendReason,
    blockedAt: customer.blockedAt,
    merged: customer.mergedInto !== null,
    packageRuns: activation?.isRunning(now) ?? false,
    hasDevice: devices.length > 0,
    lastSeenAt: seen.toSorted((one, other) => other.toMillis() - one.toMillis())[0] ?? null,
  }
}

function recent<M extends LucidModel>(model: M, customerId: number): Promise<InstanceType<M>[]> {
  return model
    .query<M>()
    .where('customer_id', customerId)
    .orderBy('id', 'desc')
    .limit(RECENT)
    .exec()
}
