import { test } from '@japa/runner'
import type Stripe from 'stripe'
import { BEGIN, BillingShop, DAY, HOUR } from './billing_shop.js'

test.group('Stripe Billing stand-in: plans change', (group) => {
  let shop: BillingShop
  let small: Stripe.Price
  let large: Stripe.Price
  group.setup(async () => {
    shop = await BillingShop.open()
    small = await shop.price('Small', 3000)
    large = await shop.price('Large', 9000)
    return () => shop.stop()
  })

  async function subscribed(card = 'pm_card_visa') {
    const customer = await shop.customer(card)
    const items = [{ price: small.id, quantity: 1 }]
    const subscription = await shop.stripe.subscriptions.create({ customer: customer.id, items })
    return { customer, subscription, item: String(subscription.items.data[0]?.id) }
  }

  test('an upgrade costs to the minor unit what its preview said', async ({ assert }) => {
    const { customer, subscription, item } = await subscribed()
    await shop.advance(customer, BEGIN + 10 * DAY)
    const items = [{ id: item, price: large.id, quantity: 1 }]
    const change = {
      proration_behavior: 'always_invoice',
      proration_date: BEGIN + 9 * DAY,
    } as const
    const preview = await shop.stripe.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: { items, ...change },
    })
    // 22 of January's 31 days remain.
    assert.deepEqual(
      preview.lines.data.map(({ amount }) => amount),
      [-2129, 6387]
    )
    const upgraded = await shop.stripe.subscriptions.update(subscription.id, {
      items,
      ...change,
      payment_behavior: 'pending_if_incomplete',
      expand: ['latest_invoice'],
    })
    assert.containSubset(upgraded, {
      pending_update: null,
      latest_invoice: {
        status: 'paid',
        total: preview.total,
        billing_reason: 'subscription_update',
      },
    })
    assert.equal(upgraded.items.data[0]?.price.id, large.id)
    assert.equal(upgraded.items.data[0]?.id, item)
  })

  test('an upgrade that is not paid waits, and happens once its invoice is paid', async ({
    assert,
  }) => {
    const { customer, subscription, item } = await subscribed()
    shop.server.control.turnCards(customer.id, 'later')
    const waiting = await shop.stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, price: large.id }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
    })
    assert.equal(waiting.status, 'active')
    assert.equal(waiting.items.data[0]?.price.id, small.id)
    assert.equal(waiting.pending_update?.subscription_items?.[0]?.price.id, large.id)
    shop.server.control.turnCards(customer.id, 'good')
    await shop.stripe.invoices.pay(String(waiting.latest_invoice))
    const after = await shop.stripe.subscriptions.retrieve(subscription.id)
    assert.equal(after.items.data[0]?.price.id, large.id)
    assert.isNull(after.pending_update)
  })

  test('an upgrade nobody pays for is forgotten after 23 hours', async ({ assert }) => {
    const { customer, subscription, item } = await subscribed()
    shop.server.control.turnCards(customer.id, 'later')
    const waiting = await shop.stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, price: large.id }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
    })
    await shop.advance(customer, BEGIN + DAY)
    const after = await shop.stripe.subscriptions.retrieve(subscription.id)
    assert.equal(after.items.data[0]?.price.id, small.id)
    assert.isNull(after.pending_update)
    const invoice = await shop.stripe.invoices.retrieve(String(waiting.latest_invoice))
    assert.equal(invoice.status, 'void')
  })

  test('prorations that are not invoiced at once come with the renewal', async ({ assert }) => {
    const { customer, subscription, item } = await subscribed()
    const items = [{ id: item, price: large.id }]
    const preview = await shop.stripe.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: { items, proration_date: BEGIN },
    })
    assert.equal(preview.total, -3000 + 9000 + 9000)
    await shop.stripe.subscriptions.update(subscription.id, { items, proration_date: BEGIN })
    await shop.advance(customer, BEGIN + 31 * DAY + 2 * HOUR)
    const { latest_invoice: latest } = await shop.stripe.subscriptions.retrieve(subscription.id, {
      expand: ['latest_invoice'],
    })
    assert.containSubset(latest, { total: preview.total, status: 'paid' })
  })

  test("a downgrade by schedule happens at the period's end and costs nothing before", async ({
    assert,
  }) => {
    const { customer, subscription, item } = await subscribed()
    await shop.stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, price: large.id }],
      proration_behavior: 'always_invoice',
    })
    const schedule = await shop.stripe.subscriptionSchedules.create({
      from_subscription: subscription.id,
    })
    const [phase] = schedule.phases
    await shop.stripe.subscriptionSchedules.update(schedule.id, {
      end_behavior: 'release',
      phases: [
        {
          items: [{ price: large.id, quantity: 1 }],
          start_date: phase?.start_date,
          end_date: phase?.end_date,
        },
        { items: [{ price: small.id, quantity: 1 }], duration: { interval: 'month' } },
      ],
    })
    await assert.rejects(
      () => shop.stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true }),
      /managed by the subscription schedule/
    )
    await shop.advance(customer, BEGIN + 30 * DAY)
    const before = await shop.stripe.subscriptions.retrieve(subscription.id)
    assert.equal(before.items.data[0]?.price.id, large.id)
    await shop.advance(customer, BEGIN + 31 * DAY + 2 * HOUR)
    const after = await shop.stripe.subscriptions.retrieve(subscription.id, {
      expand: ['latest_invoice'],
    })
    assert.equal(after.items.data[0]?.price.id, small.id)
    assert.containSubset(after, { latest_invoice: { total: 3000 }, schedule: schedule.id })
    await shop.advance(customer, BEGIN + 60 * DAY)
    const released = await shop.stripe.subscriptionSchedules.retrieve(schedule.id)
    assert.equal(released.status, 'released')
    assert.equal(released.released_subscription, subscription.id)
  })

  test('another interval begins a new period at once', async ({ assert }) => {
    const { customer, subscription, item } = await subscribed()
    const yearly = await shop.price('Small', 30_000, 'year')
    await shop.advance(customer, BEGIN + 15 * DAY)
    const changed = await shop.stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, price: yearly.id }],
      expand: ['latest_invoice'],
    })
    assert.equal(changed.items.data[0]?.current_period_start, BEGIN + 15 * DAY)
    assert.equal(changed.billing_cycle_anchor, BEGIN + 15 * DAY)
    assert.containSubset(changed, { latest_invoice: { status: 'paid', total: 30_000 - 1548 } })
  })

  test("ends at the period's end, unless somebody thinks better of it", async ({ assert }) => {
    const { customer, subscription } = await subscribed()
    const { id } = subscription
    const ending = await shop.stripe.subscriptions.update(id, { cancel_at_period_end: true })
    assert.equal(ending.cancel_at, ending.items.data[0]?.current_period_end)
    await shop.stripe.subscriptions.update(id, { cancel_at_period_end: false })
    await shop.advance(customer, BEGIN + 32 * DAY)
    assert.equal((await shop.stripe.subscriptions.retrieve(id)).status, 'active')
    await shop.stripe.subscriptions.update(id, { cancel_at_period_end: true })
    await shop.advance(customer, BEGIN + 60 * DAY)
    const ended = await shop.stripe.subscriptions.retrieve(id)
    assert.containSubset(ended, {
      status: 'canceled',
      cancellation_details: { reason: 'cancellation_requested' },
    })
    assert.include(shop.told(id), 'customer.subscription.deleted')
  })

  test('what meters counted is on the invoice of the period after', async ({ assert }) => {
    const meter = await shop.stripe.billing.meters.create({
      display_name: 'Active customers',
      event_name: 'active_customers',
      default_aggregation: { formula: 'last' },
    })
    const metered = await shop.stripe.prices.create({
      product_data: { name: 'Active customers' },
      currency: 'usd',
      unit_amount: 5,
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    })
    const customer = await shop.customer('pm_card_visa')
    const { id } = await shop.stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: small.id }, { price: metered.id }],
    })
    const tell = (value: string, identifier: string) =>
      shop.stripe.billing.meterEvents.create({
        event_name: 'active_customers',
        payload: { stripe_customer_id: customer.id, value },
        identifier,
      })
    await tell('100', `${id}-1`)
    await shop.advance(customer, BEGIN + 20 * DAY)
    await tell('120', `${id}-2`)
    await assert.rejects(() => tell('1', `${id}-2`), /already exists/)
    await shop.advance(customer, BEGIN + 31 * DAY + 2 * HOUR)
    const { latest_invoice: latest } = await shop.stripe.subscriptions.retrieve(id, {
      expand: ['latest_invoice'],
    })
    assert.containSubset(latest, { total: 120 * 5 + 3000, status: 'paid' })
  })

  test('one that is ended before its time gives back as credit what was not used', async ({
    assert,
  }) => {
    const { customer, subscription } = await subscribed()
    await shop.advance(customer, BEGIN + 9 * DAY)
    const options = { prorate: true, invoice_now: true }
    const ended = await shop.stripe.subscriptions.cancel(subscription.id, {
      ...options,
      cancellation_details: { comment: 'Two were too many' },
      expand: ['latest_invoice'],
    })
    // 22 of January's 31 days remain of 30.00.
    assert.containSubset(ended, {
      status: 'canceled',
      cancellation_details: { reason: 'cancellation_requested', comment: 'Two were too many' },
      latest_invoice: { total: -2129, amount_due: 0, status: 'paid', ending_balance: -2129 },
    })
    const credited = await shop.stripe.customers.retrieve(customer.id)
    assert.equal(credited.deleted ? 0 : credited.balance, -2129)
    await assert.rejects(() => shop.stripe.subscriptions.cancel(subscription.id, options))
  })

  test('a card that wants consent to each payment leaves the first one incomplete', async ({
    assert,
  }) => {
    const { subscription } = await subscribed('pm_card_authenticationRequired')
    assert.equal(subscription.status, 'incomplete')
    const invoice = String(subscription.latest_invoice)
    await assert.rejects(
      () => shop.stripe.invoices.pay(invoice),
      'This payment requires additional user action before it can be completed.'
    )
    const told = shop.server.control.events('invoice.payment_action_required')
    assert.lengthOf(told, 2)
  })
})
