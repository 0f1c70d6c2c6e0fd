import { createServer } from 'node:http'
import { test } from '@japa/runner'
import { startStripeBilling } from '#tests/standins/stripe_billing/start'
import { eventually } from '#tests/support/eventually'
import { BillingShop, clientOf, SECRET } from './billing_shop.js'
import type { Heard } from './webhook_listener.js'

function construct({ stripe }: BillingShop, { raw, headers }: Heard, secret = SECRET) {
  return stripe.webhooks.constructEvent(raw, String(headers['stripe-signature']), secret)
}

/** A server that takes an event only from the third attempt on. */
async function openStubbornListener() {
  const asked: string[] = []
  const server = createServer((incoming, response) => {
    incoming.resume()
    incoming.on('end', () => {
      asked.push(String(incoming.headers['stripe-signature']))
      response.statusCode = asked.length < 3 ? 500 : 200
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No TCP address')
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    asked,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

test.group('Stripe Billing stand-in: events', () => {
  test('are signed so that the package takes them, and are what the API tells', async ({
    assert,
    cleanup,
  }) => {
    const shop = await BillingShop.open()
    cleanup(() => shop.stop())
    const customer = await shop.stripe.customers.create({ name: 'Green Net' })
    await shop.stripe.customers.update(customer.id, { name: 'Blue Net' })
    await shop.server.control.post.idle()
    const told = shop.listener.heard.map((heard) => construct(shop, heard))
    assert.deepEqual(
      told.map(({ type }) => type),
      ['customer.created', 'customer.updated']
    )
    const [, updated] = told
    assert.deepEqual(updated?.data.previous_attributes, { name: 'Green Net' })
    const fetched = await shop.stripe.events.retrieve(String(updated?.id))
    assert.equal(fetched.type, 'customer.updated')
    const { data } = await shop.stripe.events.list({ type: 'customer.created' })
    assert.lengthOf(data, 1)
  })

  test('come late and {order} when held, and each several times')
    .with([
      { order: 'happened', types: ['customer.created', 'customer.updated', 'customer.deleted'] },
      { order: 'reversed', types: ['customer.deleted', 'customer.updated', 'customer.created'] },
    ] as const)
    .run(async ({ assert, cleanup }, { order, types }) => {
      const shop = await BillingShop.open()
      cleanup(() => shop.stop())
      shop.server.control.post.held = true
      const { id } = await shop.stripe.customers.create({})
      await shop.stripe.customers.update(id, { name: 'Blue Net' })
      await shop.stripe.customers.del(id)
      assert.lengthOf(shop.listener.heard, 0)
      shop.server.control.post.copies = 2
      await shop.server.control.post.release(order)
      const heard = shop.listener.heard.map((one) => construct(shop, one))
      assert.deepEqual(
        heard.map(({ type }) => type),
        types.flatMap((type) => [type, type])
      )
      assert.lengthOf(new Set(heard.map((event) => event.id)), 3)
    })

  test('are tried again, signed anew, until they are taken', async ({ assert, cleanup }) => {
    const listener = await openStubbornListener()
    cleanup(() => listener.stop())
    const server = await startStripeBilling({
      secretKey: 'sk_test_shop',
      webhookUrl: listener.url,
      webhookSecret: SECRET,
    })
    cleanup(() => server.stop())
    server.control.post.retryDelaysMs = [10, 10, 10]
    await clientOf(server).customers.create({})
    await server.control.post.idle()
    assert.lengthOf(listener.asked, 3)
    assert.deepEqual(server.control.post.deliveries[0]?.attempts, [500, 500, 200])
  })

  test('may be {what}, which the package refuses')
    .with([
      { what: 'stale', twist: { age: 3600 }, says: /Timestamp outside the tolerance zone/ },
      { what: 'forged', twist: { secret: 'whsec_guess' }, says: /No signatures found/ },
      { what: 'tampered with', twist: { tampered: true }, says: /No signatures found/ },
    ])
    .run(async ({ assert, cleanup }, { twist, says }) => {
      const shop = await BillingShop.open()
      cleanup(() => shop.stop())
      await shop.stripe.customers.create({})
      const [event] = shop.server.control.events('customer.created')
      await shop.server.control.resend(String(event?.id), twist)
      const { heard } = shop.listener
      const last = await eventually('the second delivery', () => heard[1])
      assert.throws(() => construct(shop, last), says)
    })

  test('storms and inventions come when a test wants them', async ({ assert, cleanup }) => {
    const shop = await BillingShop.open()
    cleanup(() => shop.stop())
    const object = { id: 'sub_nobody', object: 'subscription' }
    const { control } = shop.server
    const id = await control.forge('customer.subscription.deleted', object, { copies: 50 })
    assert.lengthOf(shop.listener.heard, 50)
    const events = shop.listener.heard.map((heard) => construct(shop, heard))
    assert.lengthOf(new Set(events.map((event) => event.id)), 1)
    await assert.rejects(() => shop.stripe.events.retrieve(id), /No such event/)
  })

  test('go to endpoints made by the API, for the types they asked for', async ({
    assert,
    cleanup,
  }) => {
    const shop = await BillingShop.open()
    cleanup(() => shop.stop())
    const endpoint = await shop.stripe.webhookEndpoints.create({
      url: `${shop.listener.origin}/second`,
      enabled_events: ['customer.updated'],
    })
    const { id } = await shop.stripe.customers.create({})
    await shop.stripe.customers.update(id, { name: 'Blue Net' })
    await shop.server.control.post.idle()
    const heard = shop.listener.heard.filter(({ path }) => path === '/second')
    assert.lengthOf(heard, 1)
    for (const one of heard) {
      assert.equal(construct(shop, one, String(endpoint.secret)).type, 'customer.updated')
    }
  })
})
