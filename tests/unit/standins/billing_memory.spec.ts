import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import Stripe from 'stripe'
import { startStripeBilling } from '#tests/standins/stripe_billing/start'

async function open(stateFile: string) {
  const server = await startStripeBilling({ secretKey: 'sk_test_memory', stateFile })
  const { hostname: host, port } = new URL(server.baseUrl)
  const stripe = new Stripe('sk_test_memory', { host, port, protocol: 'http', telemetry: false })
  return { server, stripe }
}

test.group('Stripe Billing stand-in: memory', () => {
  test('knows after a restart what it knew, and who belongs to whom', async ({
    assert,
    cleanup,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'stripe-billing-'))
    cleanup(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'state')

    const first = await open(file)
    const { id: product } = await first.stripe.products.create({ name: 'Small' })
    const price = await first.stripe.prices.create({
      product,
      currency: 'usd',
      unit_amount: 3000,
      recurring: { interval: 'month' },
    })
    const { id: customer } = await first.stripe.customers.create({ name: 'Green Net' })
    const method = await first.stripe.paymentMethods.attach('pm_card_visa', { customer })
    const before = await first.stripe.subscriptions.create({
      customer,
      items: [{ price: price.id }],
      default_payment_method: method.id,
    })
    await first.server.stop()

    const second = await open(file)
    cleanup(() => second.server.stop())
    assert.equal((await second.stripe.subscriptions.retrieve(before.id)).status, 'active')
    assert.lengthOf((await second.stripe.invoices.list({ customer })).data, 1)
    const configurations = await second.stripe.billingPortal.configurations.list()
    assert.lengthOf(configurations.data, 1, 'the default one is not doubled')
    const portal = await second.stripe.billingPortal.sessions.create({
      customer,
      flow_data: {
        type: 'subscription_cancel',
        subscription_cancel: { subscription: before.id },
      },
    })
    assert.equal(portal.flow?.subscription_cancel?.subscription, before.id)
  })
})
