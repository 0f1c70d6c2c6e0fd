import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { appUrl } from '#config/app'
import Subscription from '#platform/billing/subscription/subscription'
import { KEPT_DAYS, PruneEvents } from '#platform/billing/webhook/prune_events'
import { move } from '#tests/functional/platform/states/stage'
import { shuffled } from '#tests/support/concurrency'
import { visit } from '#tests/support/browser'
import { eventually } from '#tests/support/eventually'
import { openIsp } from '#tests/support/isp'
import { dropTenant } from '#tests/support/tenants'
import { anyEventId, kept, post } from '#tests/functional/platform/billing/events'
import {
  billing,
  priceOf,
  SECRETS,
  subscribed,
  withBilling,
  withCustomer,
} from '#tests/functional/platform/billing/stage'

const HOUR = 3600

const now = () => Math.floor(Date.now() / 1000)

test.group('Events of Stripe’s', (group) => {
  withBilling(group)

  test('are kept once each, and acted upon', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const customer = await withCustomer(isp)
    const id = anyEventId()
    const answer = await post({ id, object: { object: 'invoice', customer } })
    assert.equal(answer.status, 200)

    const event = await eventually('the event is acted upon', async () => {
      const [row] = await kept(id)
      return row?.handled_at && row
    })
    assert.equal(event.outcome, 'applied')
    await eventually('and Stripe was asked', async () => {
      const { askedAt } = await Subscription.findOrFail(isp.tenant.id)
      return askedAt !== null
    })
  })

  test('keep nothing of what they say of people', async ({ assert }) => {
    const id = anyEventId()
    await post({ id, object: { object: 'customer', id: 'cus_x', email: 'rahim@example.test' } })
    const rows = await db.from('platform.billing_events').where({ id })
    assert.lengthOf(rows, 1)
    assert.notInclude(JSON.stringify(rows), 'rahim')
  })

  test('{what} are refused and not kept')
    .with([
      { what: 'forged ones', fake: { secret: 'whsec_of_somebody_else' } },
      { what: 'stale ones', fake: { signedAt: now() - HOUR } },
      { what: 'changed ones', fake: { tampered: true } },
    ])
    .run(async ({ assert }, { fake }) => {
      const id = anyEventId()
      assert.equal((await post({ id, ...fake })).status, 400)
      assert.lengthOf(await kept(id), 0)
    })

  test('without a signature, or with nonsense for one, are refused')
    .with(['', 't=,v1=', 't=1,v1=00', 'nonsense', `t=${'9'.repeat(400)},v1=${'0'.repeat(64)}`])
    .run(async ({ assert }, signature) => {
      const { status } = await visit(appUrl.host, '/billing/stripe', {
        method: 'POST',
        text: JSON.stringify({ id: anyEventId(), object: 'event' }),
        headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      })
      assert.equal(status, 400)
    })

  test('signed with the secret before are taken while it is being changed', async ({ assert }) => {
    const id = anyEventId()
    assert.equal((await post({ id, secret: SECRETS[1] })).status, 200)
    assert.lengthOf(await kept(id), 1)
  })

  test('from a clock ahead of ours are taken', async ({ assert }) => {
    const id = anyEventId()
    const ahead = now() + HOUR
    assert.equal((await post({ id, created: ahead, signedAt: ahead })).status, 200)
    assert.lengthOf(await kept(id), 1)
  })

  test('of a customer we do not know, and of nobody, are kept and harmless', async ({ assert }) => {
    const [foreign, nobodys] = [anyEventId(), anyEventId()]
    await post({ id: foreign, object: { object: 'invoice', customer: 'cus_foreign' } })
    await post({ id: nobodys, type: 'price.updated', object: { object: 'price', id: 'price_x' } })
    assert.equal((await kept(foreign))[0]?.outcome, 'foreign')
    assert.equal((await kept(nobodys))[0]?.outcome, 'no_customer')
  })

  test('of an ISP that is deleted are kept and harmless', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const customer = await withCustomer(isp)
    await dropTenant(isp.tenant)
    const id = anyEventId()
    assert.equal((await post({ id, object: { object: 'subscription', customer } })).status, 200)
    assert.equal((await kept(id))[0]?.outcome, 'foreign')
  })

  test('of an ISP that is closed are acted upon, and open nothing', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    await move(isp.tenant.id, 'closed')
    await subscribed(isp, 'pro')
    const { customer, status } = await Subscription.findOrFail(isp.tenant.id)
    const id = anyEventId()
    await post({ id, object: { object: 'subscription', customer } })
    await eventually('it is acted upon', async () => (await kept(id))[0]?.handled_at)
    await isp.tenant.refresh()
    assert.deepEqual([isp.tenant.status, status], ['closed', 'active'])
  })

  test('are forgotten when they are long past and were acted upon', async ({ assert }) => {
    const ids = Array.from({ length: 4 }, anyEventId)
    const ages = [KEPT_DAYS + 1, KEPT_DAYS + 1, KEPT_DAYS + 1, KEPT_DAYS - 1]
    await db.table('platform.billing_events').multiInsert(
      ids.map((id, index) => ({
        id,
        type: 'invoice.paid',
        made_at: new Date(),
        received_at: DateTime.utc()
          .minus({ days: ages[index] ?? 0 })
          .toJSDate(),
        handled_at: index === 2 ? null : new Date(),
      }))
    )
    const prune = await app.container.make(PruneEvents)
    await prune.execute(1)
    const left = await db.from('platform.billing_events').whereIn('id', ids).select('id')
    assert.sameMembers(
      left.map(({ id }) => id),
      ids.slice(2)
    )
  })

  test('in any order lead to what Stripe says now', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const customer = await withCustomer(isp)
    const { client } = billing()
    const { id: subscription } = await client.subscriptions.create({
      customer,
      items: [{ price: await priceOf('pro') }],
      trial_period_days: 5,
    })
    const types = shuffled(['deleted', 'created', 'updated', 'paused', 'resumed'], 7)
    for (const type of types) {
      await post({
        type: `customer.subscription.${type}`,
        object: { object: 'subscription', id: subscription, customer, status: 'canceled' },
        created: now() - HOUR,
      })
    }
    const row = await eventually('Stripe was asked', async () => {
      const found = await Subscription.findOrFail(isp.tenant.id)
      return found.subscription ? found : null
    })
    assert.deepEqual(
      { id: row.subscription, status: row.status, plan: row.plan },
      { id: subscription, status: 'trialing', plan: 'pro' }
    )
    await eventually('the ISP has the plan', async () => {
      await isp.tenant.refresh()
      return isp.tenant.plan === 'pro'
    })
  })
})
