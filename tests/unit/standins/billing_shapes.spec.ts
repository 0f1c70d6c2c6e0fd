import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { isRecord, type JsonRecord } from '#tests/standins/kit/guards'
import { BEGIN, BillingShop, DAY, HOUR } from './billing_shop.js'

const FIXTURES = new URL('../../standins/stripe_billing/fixture_keys.json', import.meta.url)

interface Oracle {
  resources: Record<string, string[]>
  leftOut: Record<string, Record<string, string>>
}

async function readOracle(): Promise<Oracle> {
  const content: unknown = JSON.parse(await readFile(FIXTURES, 'utf8'))
  if (!isRecord(content) || !isRecord(content.resources) || !isRecord(content.leftOut)) {
    throw new Error('The key sets cannot be read')
  }
  return { resources: listsOf(content.resources), leftOut: reasonsOf(content.leftOut) }
}

function listsOf(given: JsonRecord): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(given).map(([name, keys]) => [name, Array.isArray(keys) ? keys.map(String) : []])
  )
}

function reasonsOf(given: JsonRecord): Record<string, Record<string, string>> {
  const texts = (reasons: unknown) =>
    Object.entries(isRecord(reasons) ? reasons : {}).map(([key, why]) => [key, String(why)])
  return Object.fromEntries(
    Object.entries(given).map(([name, reasons]) => [name, Object.fromEntries(texts(reasons))])
  )
}

/** Every object that says what it is, however deep it lies. */
function objectsIn(value: unknown): JsonRecord[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn)
  if (!isRecord(value)) return []
  const inner = Object.values(value).flatMap(objectsIn)
  return typeof value.object === 'string' ? [value, ...inner] : inner
}

function nameOf({ object, deleted }: JsonRecord): string {
  return deleted === true ? `deleted_${String(object)}` : String(object)
}

/** One of everything, made by the API alone. @returns replies to hold against the fixtures */
async function repliesOf(shop: BillingShop): Promise<unknown[]> {
  const { stripe } = shop
  const price = await shop.price('Pro', 4900)
  const meter = await stripe.billing.meters.create({
    display_name: 'Active customers',
    event_name: 'active_customers',
    default_aggregation: { formula: 'last' },
  })
  const metered = await stripe.prices.create({
    product_data: { name: 'Customers' },
    currency: 'usd',
    unit_amount: 5,
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
  })
  const customer = await shop.customer('pm_card_visa')
  const items = [{ price: price.id, quantity: 1 }, { price: metered.id }]
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items })
  await stripe.billing.meterEvents.create({
    event_name: 'active_customers',
    payload: { stripe_customer_id: customer.id, value: '42' },
  })
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: customer.id,
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'http://platform.test/back',
  })
  await stripe.customers.createTaxId(customer.id, { type: 'eu_vat', value: 'DE123456789' })
  await stripe.subscriptionSchedules.create({ from_subscription: subscription.id })
  await shop.advance(customer, BEGIN + 31 * DAY + 2 * HOUR)
  const period = `start_time=${BEGIN}&end_time=${BEGIN + DAY}`
  return Promise.all([
    ...[
      `customers/${customer.id}?expand[]=tax_ids&expand[]=subscriptions&expand[]=test_clock`,
      'prices?expand[]=data.product',
      `subscriptions?customer=${customer.id}&expand[]=data.latest_invoice.payments&expand[]=data.schedule`,
      'invoices?expand[]=data.customer',
      `payment_methods?customer=${customer.id}`,
      'subscription_schedules',
      `checkout/sessions/${session.id}?expand[]=line_items`,
      'billing/meters',
      `billing/meters/${meter.id}/event_summaries?customer=${customer.id}&${period}`,
      'test_helpers/test_clocks',
      'webhook_endpoints',
      'events?limit=100',
    ].map((path) => shop.raw('GET', path)),
    shop.raw('POST', 'billing_portal/sessions', { customer: customer.id }),
    shop.raw('POST', 'billing/meter_events', {
      'event_name': 'active_customers',
      'payload[stripe_customer_id]': customer.id,
      'payload[value]': '43',
    }),
    shop.raw('POST', 'invoices/create_preview', { subscription: subscription.id }),
  ])
}

test.group("Stripe Billing stand-in: held against Stripe's published fixtures", () => {
  test('every object has their keys and no other, but for what is said to be left out', async ({
    assert,
    cleanup,
  }) => {
    const shop = await BillingShop.open()
    cleanup(() => shop.stop())
    const { resources, leftOut } = await readOracle()
    const objects = (await repliesOf(shop)).flatMap(objectsIn)
    const gone = await shop.raw('POST', 'customers', { name: 'Gone' })
    objects.push(...objectsIn(await shop.raw('DELETE', `customers/${String(gone.id)}`)))

    const seen = new Set<string>()
    for (const object of objects) {
      const name = nameOf(object)
      if (name === 'list') continue
      seen.add(name)
      const expected = resources[name] ?? []
      const excused = Object.keys(leftOut[name] ?? {})
      // What comes next has no number, and only a new endpoint tells its secret.
      if (name === 'invoice' && !('id' in object)) excused.push('id')
      const keys = Object.keys(object)
      const included = ['payments', 'tax_ids', 'subscriptions', 'line_items']
      const invented = keys.filter((key) => !expected.includes(key) && !included.includes(key))
      const absent = expected.filter((key) => !keys.includes(key) && !excused.includes(key))
      assert.deepEqual({ name, invented, absent }, { name, invented: [], absent: [] })
    }
    assert.sameMembers(
      [...seen],
      Object.keys(resources).filter(
        (name) => !name.startsWith('deleted_') || name === 'deleted_customer'
      )
    )
  })
})
