import { test } from '@japa/runner'
import { BEGIN, BillingShop, clientOf, DAY } from './billing_shop.js'

test.group('Stripe Billing stand-in: what the API takes and refuses', (group) => {
  let shop: BillingShop
  group.setup(async () => {
    shop = await BillingShop.open()
    return () => shop.stop()
  })

  test('a wrong key, an unknown address and an unknown parameter', async ({ assert }) => {
    const other = clientOf(shop.server, 'sk_test_another')
    await assert.rejects(() => other.customers.list(), /Invalid API Key/)
    const { code, param } = await refusal(() =>
      shop.raw('POST', 'customers', { name: 'Green', nickname: 'G' })
    )
    assert.deepEqual({ code, param }, { code: 'parameter_unknown', param: 'nickname' })
    await assert.rejects(() => shop.raw('GET', 'customer'), /Unrecognized request URL/)
    await assert.rejects(
      () => shop.stripe.customers.retrieve('cus_nobody'),
      /No such customer: 'cus_nobody'/
    )
  })

  test('an idempotency key makes one customer, and refuses another request', async ({ assert }) => {
    const idempotencyKey = 'sign-up-1'
    const first = await shop.stripe.customers.create({ name: 'Once' }, { idempotencyKey })
    const second = await shop.stripe.customers.create({ name: 'Once' }, { idempotencyKey })
    assert.equal(second.id, first.id)
    await assert.rejects(
      () => shop.stripe.customers.create({ name: 'Twice' }, { idempotencyKey }),
      /same parameters/
    )
  })

  test('lists come in pages, the newest first', async ({ assert }) => {
    const made: string[] = []
    for (const name of ['one', 'two', 'three']) {
      made.push((await shop.stripe.products.create({ name })).id)
    }
    const page = await shop.stripe.products.list({ limit: 2 })
    assert.isTrue(page.has_more)
    const rest = await shop.stripe.products.list({ limit: 100, starting_after: page.data[1]?.id })
    assert.includeMembers(
      [...page.data, ...rest.data].map(({ id }) => id),
      made
    )
    const before = await shop.stripe.products.list({ ending_before: rest.data[0]?.id })
    assert.deepEqual(before.data, page.data)
    await assert.rejects(() => shop.stripe.products.list({ limit: 101 }), /limit/)
  })

  test('metadata is merged, an empty value takes its key away', async ({ assert }) => {
    const { id } = await shop.stripe.customers.create({ metadata: { tenant: '1', plan: 'small' } })
    const { metadata } = await shop.stripe.customers.update(id, { metadata: { plan: '' } })
    assert.deepEqual({ ...metadata }, { tenant: '1' })
  })

  test('what cannot be expanded is refused', async ({ assert }) => {
    const { id } = await shop.stripe.customers.create({})
    await assert.rejects(
      () => shop.stripe.customers.retrieve(id, { expand: ['nonsense'] }),
      /cannot be expanded/
    )
  })

  test('a tax id is added and taken away, a deleted customer buys nothing', async ({ assert }) => {
    const { id } = await shop.stripe.customers.create({ address: { country: 'BD' } })
    const taxId = await shop.stripe.customers.createTaxId(id, { type: 'gb_vat', value: 'GB1' })
    assert.equal(taxId.country, 'GB')
    await shop.stripe.customers.deleteTaxId(id, taxId.id)
    assert.lengthOf((await shop.stripe.customers.listTaxIds(id)).data, 0)
    await shop.stripe.customers.del(id)
    assert.containSubset(await shop.stripe.customers.retrieve(id), { deleted: true })
    await assert.rejects(
      () => shop.stripe.billingPortal.sessions.create({ customer: id }),
      /No such customer/
    )
  })

  test('a metered price without a meter, with a quantity, or an inactive one', async ({
    assert,
  }) => {
    const fields = {
      'product_data[name]': 'Use',
      'currency': 'usd',
      'unit_amount': '5',
      'recurring[interval]': 'month',
      'recurring[usage_type]': 'metered',
    }
    await assert.rejects(() => shop.raw('POST', 'prices', fields), /must be backed by meters/)
    const price = await shop.price('Retired', 100)
    await shop.stripe.prices.update(price.id, { active: false })
    await assert.rejects(
      () =>
        shop.stripe.checkout.sessions.create({
          mode: 'subscription',
          line_items: [{ price: price.id, quantity: 1 }],
          success_url: 'http://platform.test/back',
        }),
      /inactive/
    )
  })

  test('a meter event that is {what}')
    .with([
      { what: 'too old', seconds: -36 * DAY, says: /35 days/ },
      { what: 'too early', seconds: 600, says: /5 minutes/ },
    ])
    .run(async ({ assert }, { seconds, says }) => {
      const { data } = await shop.stripe.billing.meters.list()
      if (!data.some((meter) => meter.event_name === 'sms')) {
        await shop.stripe.billing.meters.create({
          display_name: 'SMS',
          event_name: 'sms',
          default_aggregation: { formula: 'sum' },
        })
      }
      const { id } = await shop.stripe.customers.create({})
      const event = {
        event_name: 'sms',
        payload: { stripe_customer_id: id, value: '1' },
        timestamp: Math.floor(Date.now() / 1000) + seconds,
      }
      await assert.rejects(() => shop.stripe.billing.meterEvents.create(event), says)
    })

  test('a clock moves forward only, by two intervals, and says when it is ready', async ({
    assert,
  }) => {
    const price = await shop.price('Clocked', 100)
    const customer = await shop.customer('pm_card_visa')
    const clock = String(customer.test_clock)
    await shop.stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    })
    const move = (to: number) =>
      shop.stripe.testHelpers.testClocks.advance(clock, { frozen_time: to })
    await assert.rejects(() => move(BEGIN), /later than the current/)
    await assert.rejects(() => move(BEGIN + 90 * DAY), /two intervals/)
    assert.equal((await move(BEGIN + DAY)).status, 'advancing')
    await shop.ready(clock)
    const { settings } = shop.server.control
    settings.advanceMs = 60_000
    await move(BEGIN + 2 * DAY)
    settings.advanceMs = 100
    await assert.rejects(() => move(BEGIN + 3 * DAY), /underway/)
    assert.include(shop.told(clock), 'test_helpers.test_clock.ready')
    await shop.stripe.testHelpers.testClocks.del(clock)
    await assert.rejects(() => shop.stripe.testHelpers.testClocks.retrieve(clock), /No such/)
  })

  test('an unpaid first invoice leaves the subscription incomplete for 23 hours', async ({
    assert,
  }) => {
    const price = await shop.price('First', 100)
    const customer = await shop.customer('pm_card_chargeCustomerFail')
    const order = { customer: customer.id, items: [{ price: price.id }] }
    await assert.rejects(
      () => shop.stripe.subscriptions.create({ ...order, payment_behavior: 'error_if_incomplete' }),
      /declined/
    )
    const { id, status } = await shop.stripe.subscriptions.create(order)
    assert.equal(status, 'incomplete')
    await shop.advance(customer, BEGIN + DAY)
    assert.equal((await shop.stripe.subscriptions.retrieve(id)).status, 'incomplete_expired')
  })

  test('faults come when they are forced', async ({ assert, cleanup }) => {
    cleanup(() => shop.server.control.clearFaults())
    shop.server.control.force({ path: 'customers', mode: 'api-error' })
    await assert.rejects(() => shop.stripe.customers.list(), /unknown error/i)
    assert.isArray((await shop.stripe.customers.list()).data)
  })
})

async function refusal(call: () => Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call()
  } catch (error) {
    const text = error instanceof Error ? error.message : ''
    const body: { error?: Record<string, unknown> } = JSON.parse(text.slice(text.indexOf('{')))
    return body.error ?? {}
  }
  return {}
}
