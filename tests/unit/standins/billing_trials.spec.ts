import { test } from '@japa/runner'
import type Stripe from 'stripe'
import { BEGIN, BillingShop, DAY, HOUR } from './billing_shop.js'

const TRIAL_END = BEGIN + 14 * DAY

test.group('Stripe Billing stand-in: a trial', (group) => {
  let shop: BillingShop
  group.setup(async () => {
    shop = await BillingShop.open()
    return () => shop.stop()
  })

  test('begins at Checkout without a card and is paid by one that came later', async ({
    assert,
  }) => {
    const customer = await shop.customer()
    const { id, session } = await shop.trial(customer)
    const done = await shop.stripe.checkout.sessions.retrieve(session, {
      expand: ['subscription.latest_invoice', 'customer'],
    })
    assert.containSubset(done, {
      status: 'complete',
      payment_status: 'no_payment_required',
      client_reference_id: 'tenant-1',
      subscription: {
        status: 'trialing',
        metadata: { tenantId: '1' },
        trial_end: TRIAL_END,
        latest_invoice: { total: 0, status: 'paid' },
      },
    })
    await shop.addCard(customer, 'pm_card_visa')
    await shop.advance(customer, TRIAL_END + 2 * HOUR)
    const after = await shop.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })
    assert.containSubset(after, {
      status: 'active',
      latest_invoice: {
        status: 'paid',
        amount_paid: 2900,
        billing_reason: 'subscription_cycle',
        parent: { subscription_details: { subscription: id } },
      },
    })
    assert.equal(after.items.data[0]?.current_period_start, TRIAL_END)
    assert.includeMembers(shop.told(id), [
      'customer.subscription.created',
      'checkout.session.completed',
      'customer.subscription.trial_will_end',
      'invoice.upcoming',
      'customer.subscription.updated',
      'invoice.paid',
    ])
  })

  test('without a card ends {status} when told to {missing}')
    .with([
      { missing: 'pause', status: 'paused', event: 'customer.subscription.paused' },
      { missing: 'cancel', status: 'canceled', event: 'customer.subscription.deleted' },
      { missing: 'create_invoice', status: 'past_due', event: 'invoice.payment_failed' },
    ] as const)
    .run(async ({ assert }, { missing, status, event }) => {
      const customer = await shop.customer()
      const { id } = await shop.trial(customer, missing)
      await shop.advance(customer, TRIAL_END + 2 * HOUR)
      assert.equal((await shop.stripe.subscriptions.retrieve(id)).status, status)
      assert.include(shop.told(id), event)
    })

  test('a paused one goes on by {behavior} once it has a card')
    .with([
      { behavior: 'resume_on_payment_attempt' },
      { behavior: 'resume_on_payment_success' },
    ] as const)
    .run(async ({ assert }, { behavior }) => {
      const customer = await shop.customer()
      const { id } = await shop.trial(customer, 'pause')
      await shop.advance(customer, TRIAL_END + DAY)
      await shop.addCard(customer, 'pm_card_visa')
      const resumed = await shop.stripe.subscriptions.resume(id, {
        billing_cycle_anchor: { type: 'now' },
        payment_behavior: behavior,
      })
      assert.equal(resumed.status, 'active')
      assert.equal(resumed.items.data[0]?.current_period_start, TRIAL_END + DAY)
      assert.include(shop.told(id), 'customer.subscription.resumed')
    })

  test('with a card that fails is retried, and ends {status} where the last says {finalState}')
    .with([
      { finalState: 'cancel', status: 'canceled' },
      { finalState: 'unpaid', status: 'unpaid' },
      { finalState: 'past_due', status: 'past_due' },
    ] as const)
    .run(async ({ assert }, { finalState, status }) => {
      shop.server.control.settings.finalState = finalState
      const customer = await shop.customer()
      const { id } = await shop.trial(customer, 'create_invoice', 'later')
      await shop.advance(customer, TRIAL_END + 2 * HOUR)
      const late = await shop.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })
      assert.containSubset(late, {
        status: 'past_due',
        latest_invoice: {
          status: 'open',
          attempt_count: 1,
          next_payment_attempt: TRIAL_END + HOUR + 3 * DAY,
        },
      })
      await shop.advance(customer, TRIAL_END + 16 * DAY)
      const after = await shop.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })
      assert.containSubset(after, { status, latest_invoice: { status: 'open', attempt_count: 4 } })
      assert.lengthOf(
        shop.told(id).filter((type) => type === 'invoice.payment_failed'),
        4
      )
      if (status === 'canceled') {
        assert.equal(after.cancellation_details?.reason, 'payment_failed')
      } else {
        await shop.addCard(customer, 'pm_card_visa', id)
        const invoice = await shop.stripe.invoices.pay(invoiceOf(after))
        assert.equal(invoice.status, 'paid')
        assert.equal((await shop.stripe.subscriptions.retrieve(id)).status, 'active')
      }
    })

  test('a retry with another card makes it active again', async ({ assert }) => {
    const customer = await shop.customer()
    const { id } = await shop.trial(customer, 'create_invoice', 'later')
    await shop.advance(customer, TRIAL_END + 2 * HOUR)
    await shop.addCard(customer, 'pm_card_visa', id)
    await shop.advance(customer, TRIAL_END + 4 * DAY)
    assert.equal((await shop.stripe.subscriptions.retrieve(id)).status, 'active')
  })
})

function invoiceOf({ latest_invoice: latest }: Stripe.Subscription): string {
  return typeof latest === 'string' ? latest : String(latest?.id)
}
