import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import type Stripe from 'stripe'
import { appUrl } from '#config/app'
import { Money } from '#core/money'
import { planOfPrice } from '#platform/billing/stripe/plan_prices'
import { findPortal } from '#platform/billing/stripe/portal_configuration'
import { SetUpStripe, type SetUpResult } from '#platform/billing/stripe/set_up/set_up_stripe'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { startStripeBilling } from '#tests/standins/stripe_billing/start'

const CENT = Money.of(1, 'USD')

/** An account at Stripe that nobody has touched. */
async function emptyAccount(cleanup: (work: () => Promise<void>) => void) {
  const secretKey = `sk_test_${randomBytes(12).toString('hex')}`
  const server = await startStripeBilling({ secretKey })
  cleanup(() => server.stop())
  const stripe = new StripeBilling({ secretKey, baseUrl: server.baseUrl, webhookSecrets: [] })
  return { client: stripe.client, setUp: new SetUpStripe(stripe) }
}

function outcomes({ steps }: SetUpResult): Record<string, string> {
  return Object.fromEntries(steps.map(({ what, outcome }) => [what, outcome]))
}

async function priceOf(client: Stripe, key: string): Promise<Stripe.Price | undefined> {
  const { data } = await client.prices.list({ lookup_keys: [key], active: true })
  return data[0]
}

async function subscribe(client: Stripe, price: string): Promise<Stripe.Subscription> {
  const { id: customer } = await client.customers.create({ name: 'Green Net' })
  const method = await client.paymentMethods.attach('pm_card_visa', { customer })
  const items = [{ price }]
  return client.subscriptions.create({ customer, items, default_payment_method: method.id })
}

/** What somebody who has subscribed reads in the portal. */
async function portalPage(client: Stripe, configuration: string): Promise<string> {
  const price = await priceOf(client, 'portico_growth_monthly')
  const { customer } = await subscribe(client, price?.id ?? '')
  const { url } = await client.billingPortal.sessions.create({
    customer: String(customer),
    configuration,
  })
  return (await fetch(url)).text()
}

test.group('Setting up the account at Stripe', () => {
  test('makes all that billing needs, and the second time nothing', async ({ assert, cleanup }) => {
    const { client, setUp } = await emptyAccount(cleanup)
    const webhook = `webhook ${appUrl.origin}/billing/stripe`
    const all = [
      'price portico_starter_monthly',
      'price portico_growth_monthly',
      'price portico_pro_monthly',
      'meter portico_active_customers',
      'price portico_active_customers',
      'customer portal',
      webhook,
    ]
    const first = await setUp.execute(CENT)
    assert.deepEqual(outcomes(first), Object.fromEntries(all.map((what) => [what, 'made'])))
    assert.match(first.webhookSecret ?? '', /^whsec_/)

    const second = await setUp.execute(CENT)
    assert.deepEqual(outcomes(second), Object.fromEntries(all.map((what) => [what, 'found'])))
    assert.deepEqual(
      second.steps.map(({ id }) => id),
      first.steps.map(({ id }) => id)
    )
    assert.isNull(second.webhookSecret)
    assert.lengthOf((await client.prices.list({ limit: 100 })).data, 4)
    assert.lengthOf((await client.products.list({ limit: 100 })).data, 4)

    const growth = await priceOf(client, 'portico_growth_monthly')
    assert.containSubset(growth, { unit_amount: 4900, currency: 'usd' })
    const metered = await priceOf(client, 'portico_active_customers')
    assert.equal(metered?.recurring?.usage_type, 'metered')
  })

  test('charges for active customers only where that was said', async ({ assert, cleanup }) => {
    const { client, setUp } = await emptyAccount(cleanup)
    await setUp.execute()
    assert.isUndefined(await priceOf(client, 'portico_active_customers'))
    assert.lengthOf((await client.billing.meters.list()).data, 0)
  })

  test('gives a price that differs a successor, and subscriptions keep theirs', async ({
    assert,
    cleanup,
  }) => {
    const { client, setUp } = await emptyAccount(cleanup)
    const product = await client.products.create({ name: 'Growth, made by hand' })
    const old = await client.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 3900,
      recurring: { interval: 'month' },
      lookup_key: 'portico_growth_monthly',
    })
    const { id } = await subscribe(client, old.id)

    const result = await setUp.execute()
    assert.equal(outcomes(result)['price portico_growth_monthly'], 'changed')
    const successor = await priceOf(client, 'portico_growth_monthly')
    assert.containSubset(successor, { unit_amount: 4900, product: product.id })
    const kept = (await client.subscriptions.retrieve(id)).items.data[0]?.price
    assert.containSubset(kept, { id: old.id, unit_amount: 3900, active: true })
    assert.equal(kept && planOfPrice(kept), 'growth')
    assert.equal(outcomes(await setUp.execute())['price portico_growth_monthly'], 'found')
  })

  test('has an endpoint hear again of all that matters', async ({ assert, cleanup }) => {
    const { client, setUp } = await emptyAccount(cleanup)
    const { id } = await client.webhookEndpoints.create({
      url: `${appUrl.origin}/billing/stripe`,
      enabled_events: ['invoice.paid'],
    })
    await client.webhookEndpoints.update(id, { disabled: true })
    const { steps, webhookSecret } = await setUp.execute()
    assert.containSubset(steps.at(-1), { id, outcome: 'changed' })
    assert.isNull(webhookSecret)
    const endpoint = await client.webhookEndpoints.retrieve(id)
    assert.equal(endpoint.status, 'enabled')
    assert.includeMembers(endpoint.enabled_events, ['customer.subscription.updated'])
  })

  test('lets Stripe’s portal offer neither other plans nor cancelling', async ({
    assert,
    cleanup,
  }) => {
    const { client, setUp } = await emptyAccount(cleanup)
    await setUp.execute()
    const portal = await findPortal(client)
    assert.isFalse(portal?.features.subscription_update.enabled)
    assert.isFalse(portal?.features.subscription_cancel.enabled)
    const page = await portalPage(client, portal?.id ?? '')
    assert.include(page, 'Use this card')
    assert.notMatch(page, /Cancel at the end|Switch now/)

    await client.billingPortal.configurations.update(portal?.id ?? '', {
      features: { subscription_cancel: { enabled: true } },
    })
    assert.equal(outcomes(await setUp.execute())['customer portal'], 'changed')
    assert.isFalse((await findPortal(client))?.features.subscription_cancel.enabled)
  })

  test('refuses a meter that would add up the days', async ({ assert, cleanup }) => {
    const { client, setUp } = await emptyAccount(cleanup)
    await client.billing.meters.create({
      display_name: 'Active customers',
      event_name: 'portico_active_customers',
      default_aggregation: { formula: 'sum' },
    })
    await assert.rejects(() => setUp.execute(CENT), /must take the last value/)
  })
})
