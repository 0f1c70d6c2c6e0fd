import type { LucidModel } from '@adonisjs/lucid/types/model'
import { isRandomised } from '#core/mac_address'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import HotspotLog from '#hotspot/logs/hotspot_log'
import SmsMessage from '#messaging/sms_message'
import PaymentIntent from '#payments/intents/payment_intent'
import { sessionsQuery } from '#radius/sessions_query'
import { onlineMacsQuery } from '#dashboard/queries/online_macs_query'
import { paymentRow } from '#dashboard/queries/payments_list_query'
import type { Tenancy } from '#tenancy/tenancy'

const RECENT = 20

/** Everything about one customer, the newest of each. */
export async function customerPageQuery(tenancy: Tenancy, id: number) {
  const customer = await Customer.query()
    .where('id', id)
    .preload('devices', (devices) => devices.orderBy('id', 'desc'))
    .preload('activation')
    .firstOrFail()
  const macs = customer.devices.map(({ mac }) => mac)
  const online = await onlineMacsQuery(tenancy, macs)

  const payments = await recent(PaymentIntent, id)

  return {
    customer,
    current: customer.activation ?? null,
    devices: customer.devices.map((device) => ({
      mac: device.mac,
      lastIp: device.lastIp,
      lastSeenAt: device.lastSeenAt,
      randomised: isRandomised(device.mac),
      online: online.has(device.mac),
    })),
    activations: await recent(Activation, id),
    payments: payments.map((intent) => paymentRow(intent)),
    messages: await recent(SmsMessage, id),
    sessions: await sessionsQuery(tenancy, macs, RECENT),
    logs: await recent(HotspotLog, id),
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
