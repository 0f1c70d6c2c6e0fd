import { test } from '@japa/runner'
import type Stripe from 'stripe'
import { BillingShop, DAY, HOUR, BEGIN } from './billing_shop.js'
import { read, statusOf } from './web.js'

const BACK = 'http://platform.test/back'

test.group('Stripe Billing stand-in: pages', (group) => {
  let shop: BillingShop
  let small: Stripe.Price
  let large: Stripe.Price
  group.setup(async () => {
    shop = await BillingShop.open()
    small = await shop.price('Small', 3000)
    large = await shop.price('Large', 9000)
    return () => shop.stop()
  })

  const checkout = (changes: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
    shop.stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: small.id, quantity: 1 }],
      success_url: BACK,
      cancel_url: `${BACK}/cancel`,
      ...changes,
    })

  async function subscribed() {
    const customer = await shop.customer('pm_card_visa')
    const items = [{ price: small.id }]
    return {
      customer,
      subscription: await shop.stripe.subscriptions.create({ customer: customer.id, items }),
    }
  }

  test('Checkout takes a card and an address, and makes a customer', async ({ assert }) => {
    const session = await checkout({ tax_id_collection: { enabled: true } })
    const page = await read(String(session.url))
    assert.include(page, 'USD 30.00')
    assert.notInclude(page, '<script')
    const fields = {
      action: 'subscribe',
      card: 'good',
      email: 'new@isp.test',
      tax_type: 'gb_vat',
      tax_value: 'GB123456789',
    }
    assert.equal((await shop.press(String(session.url), fields)).location, BACK)
    const done = await shop.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['customer.tax_ids', 'subscription.latest_invoice'],
    })
    assert.containSubset(done, {
      payment_status: 'paid',
      customer: { email: 'new@isp.test', tax_ids: { data: [{ value: 'GB123456789' }] } },
      subscription: { status: 'active', latest_invoice: { amount_paid: 3000 } },
    })
    assert.include(await read(String(session.url)), 'closed')
  })

  test('Checkout stays open after {card}')
    .with([{ card: 'declined' }, { card: 'later' }, { card: 'none' }])
    .run(async ({ assert }, { card }) => {
      const session = await checkout({ customer_email: 'new@isp.test' })
      const { said } = await shop.press(String(session.url), { action: 'subscribe', card })
      assert.include(said, card === 'none' ? 'A card is required.' : 'Your card was declined.')
      const after = await shop.stripe.checkout.sessions.retrieve(session.id)
      assert.containSubset(after, { status: 'open', subscription: null })
    })

  test('Checkout can be left, and closes by itself', async ({ assert }) => {
    const session = await checkout({ expires_at: Math.floor(Date.now() / 1000) + 2000 })
    const { location } = await shop.press(String(session.url), { action: 'cancel' })
    assert.equal(location, `${BACK}/cancel`)
    const expired = await shop.stripe.checkout.sessions.expire(session.id)
    assert.containSubset(expired, { status: 'expired', url: null })
    await assert.rejects(() => shop.stripe.checkout.sessions.expire(session.id), /Only Checkout/)
  })

  test('the portal changes the card, and the next renewal is paid by it', async ({ assert }) => {
    const { customer, subscription } = await subscribed()
    const portal = await shop.stripe.billingPortal.sessions.create({
      customer: customer.id,
      return_url: BACK,
    })
    const page = await read(portal.url)
    assert.include(page, 'Small')
    assert.notInclude(page, '<script')
    const declined = await shop.press(portal.url, { action: 'card', card: 'declined' })
    assert.include(declined.said, 'Your card was declined.')
    await shop.press(portal.url, { action: 'card', card: 'later' })
    await shop.advance(customer, BEGIN + 31 * DAY + 2 * HOUR)
    const after = await shop.stripe.subscriptions.retrieve(subscription.id)
    assert.equal(after.status, 'past_due')
  })

  test("the portal cancels at the period's end, takes it back, and switches plans", async ({
    assert,
  }) => {
    const { customer, subscription } = await subscribed()
    const portal = await shop.stripe.billingPortal.sessions.create({ customer: customer.id })
    const press = (fields: Record<string, string>) =>
      shop.press(portal.url, { subscription: subscription.id, ...fields })
    await press({ action: 'cancel' })
    const ending = await shop.stripe.subscriptions.retrieve(subscription.id)
    assert.isTrue(ending.cancel_at_period_end)
    await press({ action: 'resume' })
    await press({ action: 'switch', price: large.id })
    const after = await shop.stripe.subscriptions.retrieve(subscription.id)
    assert.isFalse(after.cancel_at_period_end)
    assert.equal(after.items.data[0]?.price.id, large.id)
  })

  test('a flow does one thing and sends the browser on', async ({ assert }) => {
    const { customer, subscription } = await subscribed()
    const portal = await shop.stripe.billingPortal.sessions.create({
      customer: customer.id,
      flow_data: {
        type: 'subscription_cancel',
        subscription_cancel: { subscription: subscription.id },
        after_completion: { type: 'redirect', redirect: { return_url: `${BACK}/done` } },
      },
    })
    assert.notInclude(await read(portal.url), 'Payment method')
    const { location } = await shop.press(portal.url, {
      action: 'cancel',
      subscription: subscription.id,
    })
    assert.equal(location, `${BACK}/done`)
    shop.server.control.advance(2 * HOUR)
    assert.equal(await statusOf(portal.url), 404)
  })

  test('an unpaid invoice is paid on its own page, and has a PDF', async ({ assert }) => {
    const { customer, subscription } = await subscribed()
    shop.server.control.turnCards(customer.id, 'later')
    await shop.advance(customer, BEGIN + 31 * DAY + 2 * HOUR)
    const { latest_invoice: id } = await shop.stripe.subscriptions.retrieve(subscription.id)
    const invoice = await shop.stripe.invoices.retrieve(String(id))
    const address = String(invoice.hosted_invoice_url)
    assert.include(await read(address), 'Pay USD 30.00')
    assert.include((await shop.press(address, { card: 'declined' })).said, 'declined')
    await shop.press(address, { card: 'good' })
    assert.equal((await shop.stripe.invoices.retrieve(String(id))).status, 'paid')
    const after = await shop.stripe.subscriptions.retrieve(subscription.id)
    assert.equal(after.status, 'active')
    assert.match(await read(String(invoice.invoice_pdf)), /^%PDF-1\.4/)
  })
})
