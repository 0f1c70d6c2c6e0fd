import { randomUUID } from 'node:crypto'
import { stripeId } from '../stripe/merchants.js'
import type { Params } from '../stripe/params.js'
import { missing, Refusal } from '../stripe/refusals.js'
import type { Api } from './api.js'
import { DAY, HOUR, MINUTE } from './calendar.js'
import { meterEventView, meterView } from './catalog_views.js'
import { living } from './customers.js'
import { list, pageOf } from './pages.js'
import { PAGING } from './known.js'
import type { Meter, MeterEvent } from './records.js'
import type { BillingWorld } from './world.js'

const METER = [
  'customer_mapping[event_payload_key]',
  'customer_mapping[type]',
  'default_aggregation[formula]',
  'display_name',
  'event_name',
  'event_time_window',
  'value_settings[event_payload_key]',
]
const EVENT = ['event_name', 'identifier', 'payload[*]', 'timestamp']
const OLDEST_SECONDS = 35 * DAY
const AHEAD_SECONDS = 5 * MINUTE
const LONGEST_IDENTIFIER = 100

/** docs.stripe.com/api/billing/meter and …/meter-event. What is told counts at once. */
export function addMeterRoutes(api: Api, world: BillingWorld): void {
  const { meters } = world
  api
    .add('POST', '/billing/meters', METER, ({ params }) => {
      const meter = meters.put(parseMeter(world, params))
      world.tell('billing.meter.created', meterView(meter))
      return meterView(meter)
    })
    .add('GET', '/billing/meters', ['status', ...PAGING], ({ params }) => {
      const status = params.choice('status', ['active', 'inactive'])
      const found = meters.all().filter((one) => status === undefined || one.status === status)
      return pageOf(found, params, '/v1/billing/meters', meterView)
    })
    .add('GET', '/billing/meters/:id', [], ({ id }) => meterView(meters.of(id)))
    .add('POST', '/billing/meters/:id/deactivate', [], ({ id }) => turn(world, id, 'inactive'))
    .add('POST', '/billing/meters/:id/reactivate', [], ({ id }) => turn(world, id, 'active'))
    .add('GET', '/billing/meters/:id/event_summaries', SUMMARIES, ({ id, params }) =>
      summaries(world, meters.of(id), params)
    )
    .add('POST', '/billing/meter_events', EVENT, ({ params }) => {
      const event = parseEvent(world, params)
      world.meterEvents.push(event)
      return meterEventView(event)
    })
}

const SUMMARIES = ['customer', 'end_time', 'start_time', 'value_grouping_window', ...PAGING]

/** One event name belongs to one active meter. @throws Refusal */
function parseMeter(world: BillingWorld, params: Params): Meter {
  const eventName = params.need('event_name')
  const taken = world.meters
    .all()
    .find((one) => one.eventName === eventName && one.status === 'active')
  if (taken) {
    throw new Refusal(`There's already an active meter (${taken.id}) with that event name.`, {
      param: 'event_name',
      code: 'resource_already_exists',
    })
  }
  params.need('default_aggregation[formula]')
  const now = world.now()
  return {
    id: stripeId('mtr'),
    displayName: params.need('display_name'),
    eventName,
    formula: params.choice('default_aggregation[formula]', ['sum', 'count', 'last']) ?? 'sum',
    customerKey: params.text('customer_mapping[event_payload_key]') ?? 'stripe_customer_id',
    valueKey: params.text('value_settings[event_payload_key]') ?? 'value',
    window: params.choice('event_time_window', ['day', 'hour']) ?? null,
    status: 'active',
    created: now,
    updated: now,
    deactivatedAt: null,
  }
}

function turn(world: BillingWorld, id: string, status: Meter['status']) {
  const meter = world.meters.of(id)
  if (meter.status === status) throw new Refusal(`The meter is already ${status}`)
  meter.status = status
  meter.updated = world.now()
  meter.deactivatedAt = status === 'inactive' ? meter.updated : null
  const what = status === 'inactive' ? 'deactivated' : 'reactivated'
  world.tell(`billing.meter.${what}`, meterView(meter))
  return meterView(meter)
}

/** @throws Refusal for an event that no meter takes, is too old, too early, or told before. */
function parseEvent(world: BillingWorld, params: Params): MeterEvent {
  const eventName = params.need('event_name')
  const meter = world.meters
    .all()
    .find((one) => one.eventName === eventName && one.status === 'active')
  if (!meter) {
    throw new Refusal(`No active meter found for event name: ${eventName}`, { param: 'event_name' })
  }
  const payload = params.metadata('payload')
  const customerId = payload[meter.customerKey]
  if (customerId === undefined) throw missing(`payload[${meter.customerKey}]`)
  const customer = living(world, customerId, `payload[${meter.customerKey}]`)
  const now = world.nowOf(customer)
  return {
    eventName,
    customer: customer.id,
    value: meter.formula === 'count' ? 1 : valueOf(payload, meter.valueKey),
    payload,
    identifier: parseIdentifier(world, params, now),
    timestamp: parseTimestamp(params, now),
    created: now,
  }
}

function valueOf(payload: Record<string, string>, key: string): number {
  const text = payload[key]
  if (text === undefined) throw missing(`payload[${key}]`)
  if (!/^\d{1,15}(?:\.\d{1,12})?$/.test(text)) {
    throw new Refusal(`Invalid value: ${text} is no number`, { param: `payload[${key}]` })
  }
  return Number(text)
}

/** Good once a day at least: Stripe keeps them for 24 hours, rolling. */
function parseIdentifier(world: BillingWorld, params: Params, now: number): string {
  const identifier = params.text('identifier') ?? randomUUID()
  if (identifier === '' || identifier.length > LONGEST_IDENTIFIER) {
    throw new Refusal('Identifiers are 1 to 100 characters long', { param: 'identifier' })
  }
  const before = world.meterEvents.find(
    (event) => event.identifier === identifier && Math.abs(now - event.created) < 24 * HOUR
  )
  if (!before) return identifier
  throw new Refusal(`An event already exists with identifier ${identifier}.`, {
    param: 'identifier',
  })
}

function parseTimestamp(params: Params, now: number): number {
  const timestamp = params.integer('timestamp') ?? now
  if (timestamp < now - OLDEST_SECONDS) {
    throw new Refusal('The timestamp must be within the past 35 days.', {
      param: 'timestamp',
      code: 'timestamp_too_far_in_past',
    })
  }
  if (timestamp > now + AHEAD_SECONDS) {
    throw new Refusal('The timestamp must be no more than 5 minutes in the future.', {
      param: 'timestamp',
      code: 'timestamp_in_future',
    })
  }
  return timestamp
}

function summaries(world: BillingWorld, meter: Meter, params: Params) {
  const customer = living(world, params.need('customer'), 'customer')
  const start = params.needInteger('start_time')
  const end = params.needInteger('end_time')
  const summary = {
    id: stripeId('mtrusg'),
    object: 'billing.meter_event_summary',
    aggregated_value: world.metered(meter, customer.id, start, end),
    end_time: end,
    livemode: false,
    meter: meter.id,
    start_time: start,
  }
  return list(`/v1/billing/meters/${meter.id}/event_summaries`, [summary])
}
