import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import { octets } from '#core/octets'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import AutoSuspensionLog from '#hotspot/logs/auto_suspension_log'
import HotspotLog from '#hotspot/logs/hotspot_log'
import { TakeOffline } from '#hotspot/router_access/take_offline'
import { SuspendDue } from '#hotspot/suspension/suspend_due'
import { QueueMessage } from '#messaging/queue_message'
import SmsMessage from '#messaging/sms_message'
import { Tenancy } from '#tenancy/tenancy'
import { createCustomer } from '#tests/support/fixtures'
import type { Isp } from '#tests/support/isp'

/**
 * A time at which nothing is due for the sweeper that runs beside the tests: what is over by this
 * clock is decades from being over by its own.
 */
export const NOW = DateTime.fromISO('2044-05-10T12:00:00Z', { zone: 'utc' })

export const tenancyOf = () => app.container.make(Tenancy)

/** The sweep as it is at this time. */
export async function sweepAt(now: DateTime = NOW): Promise<SuspendDue> {
  return new SuspendDue(
    await tenancyOf(),
    new FrozenClock(now),
    await app.container.make(TakeOffline),
    await app.container.make(QueueMessage)
  )
}

/** A package of 1000 octets that ended a minute ago, with nothing of it used. */
export function anActivation(overrides: Partial<Activation> = {}): Partial<Activation> {
  return {
    packageName: 'Day Pass',
    source: 'payment',
    priceMinor: 3000,
    currency: 'BDT',
    validitySeconds: 86_400,
    downloadBps: 10_000_000,
    uploadBps: 5_000_000,
    octetsLimit: octets(1000),
    octetsUsed: octets(0),
    startsAt: NOW.minus({ days: 1 }),
    expiresAt: NOW.minus({ minutes: 1 }),
    status: 'running',
    ...overrides,
  }
}

let people = 0

/** Somebody with a phone and a package that runs, whatever there is left of it. */
export function someone(isp: Isp, overrides: Partial<Activation> = {}): Promise<Customer> {
  return isp.inside(async () => {
    const customer = await createCustomer((people += 1), 'Karim')
    const activation = await Activation.create({
      ...anActivation(overrides),
      customerId: customer.id,
    })
    return customer.merge({ activationId: activation.id }).save()
  })
}

/** What the sweep leaves behind of a customer. */
export function traces(isp: Isp, { id }: Customer) {
  return isp.inside(async () => {
    const customer = await Customer.query().where('id', id).preload('activation').firstOrFail()
    const [logs, events, messages] = [
      await AutoSuspensionLog.query().where('customer_id', id),
      await HotspotLog.query().where({ customerId: id, event: 'suspended' }),
      await SmsMessage.query().where('customer_id', id).orderBy('id'),
    ]
    return {
      customer: customer.status,
      activation: customer.activation.status,
      reason: customer.suspendReason,
      logs: logs.map(({ reason }) => reason),
      events: events.length,
      messages: messages.map(({ event }) => event),
    }
  })
}

export const UNTOUCHED = {
  customer: 'active',
  activation: 'running',
  reason: null,
  logs: [],
  events: 0,
  messages: [],
}

export function suspendedFor(reason: 'volume_limit_exceeds' | 'time_limit_exceeds') {
  return {
    customer: 'suspended',
    activation: 'suspended',
    reason,
    logs: [reason],
    events: 1,
    messages: ['suspended'],
  }
}
