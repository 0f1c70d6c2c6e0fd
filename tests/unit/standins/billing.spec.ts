import { test } from '@japa/runner'
import { BEGIN, BillingShop, DAY, HOUR } from './billing_shop.js'

test.group('Stripe Billing stand-in: a trial', (group) => {
  let shop: BillingShop
  group.setup(async () => {
    shop = await BillingShop.open()
    return () => shop.stop()
  })

  test('begins at Checkout without a card and is paid with one afterwards', async ({ assert }) => {
    const price = await shop.price('Starter', 2900)
    const customer = await shop.customer()
    const session = await shop.stripe.checkout.sessions.create({
      mode: 'subscription',
      customer: customer.id,
      client_reference_id: 'tenant-1',
      line_items: [{ price: price.id, quantity: 1 }],
      payment_method_collection: 'if_required',
      subscription_data: {
        trial_period_days: 14,
        trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' } },
        metadata: { tenantId: '1' },
      },
      success_url: 'http://platform.test/back?s={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://platform.test/back',
    })
    const { location } = await shop.press(String(session.url), {
      action: 'subscribe',
      card: 'none',
    })
    assert.equal(location, `http://platform.test/back?s=${session.id}`)
    const done = await shop.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['subscription.latest_invoice', 'customer'],
    })
    assert.containSubset(done, {
      status: 'complete',
      payment_status: 'no_payment_required',
      subscription: {
        status: 'trialing',
        trial_end: BEGIN + 14 * DAY,
        latest_invoice: { total: 0 },
      },
    })
    const id = typeof done.subscription === 'object' ? String(done.subscription?.id) : ''
    await shop.stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id })
    const { data } = await shop.stripe.paymentMethods.list({ customer: customer.id })
    await shop.stripe.customers.update(customer.id, {
      invoice_settings: { default_payment_method: String(data[0]?.id) },
    })
    await shop.advance(customer, BEGIN + 14 * DAY + 2 * HOUR)
    const after = await shop.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })
    assert.containSubset(after, {
      status: 'active',
      latest_invoice: {
        status: 'paid',
        amount_paid: 2900,
        parent: { subscription_details: { subscription: id } },
      },
    })
    assert.equal(after.items.data[0]?.current_period_start, BEGIN + 14 * DAY)
  })
})
