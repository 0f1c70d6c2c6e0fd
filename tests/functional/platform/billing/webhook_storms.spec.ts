import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { AskingLease } from '#platform/billing/subscription/asking_lease'
import { AskSubscription } from '#platform/billing/subscription/ask_subscription'
import { atOnce } from '#tests/support/concurrency'
import { connectAs } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { openIsp, type Isp } from '#tests/support/isp'
import { anyEventId, kept, post } from '#tests/functional/platform/billing/events'
import { billing, withBilling, withCustomer } from '#tests/functional/platform/billing/stage'

test.group('Events of Stripe’s in a storm', (group) => {
  let isp: Isp
  let customer: string
  withBilling(group)
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    customer = await withCustomer(isp)
  })

  test('come a hundred times and count once', async ({ assert }) => {
    const id = anyEventId()
    const statuses: number[] = []
    await atOnce(
      20,
      Array.from({ length: 100 }, () => async () => {
        const { status } = await post({ id, object: { object: 'subscription', customer } })
        statuses.push(status)
      })
    )
    assert.deepEqual(new Set(statuses), new Set([200]))
    await eventually('it is acted upon', async () => (await kept(id))[0]?.handled_at)
    assert.lengthOf(await kept(id), 1)
  })

  test('a storm about one ISP makes us ask a few times, not once an event', async ({ assert }) => {
    const ids = Array.from({ length: 60 }, anyEventId)
    const asked = () => billing().stripe.control.calls(`/v1/customers/${customer}`)
    const before = asked()
    await atOnce(
      20,
      ids.map(
        (id) => async () => void (await post({ id, object: { object: 'invoice', customer } }))
      )
    )
    await eventually('all are acted upon', async () => {
      const waiting = await db
        .from('platform.billing_events')
        .whereIn('id', ids)
        .whereNull('handled_at')
      return waiting.length === 0
    })
    assert.isBelow(asked() - before, ids.length / 2)
  })

  test('coming while somebody begins to ask wait, and are asked about once more', async ({
    assert,
  }) => {
    const lease = await app.container.make(AskingLease)
    await lease.markStale(isp.tenant.id)
    const asker = await connectAs('app')
    try {
      await asker.query('begin')
      await asker.query(
        `update platform.subscriptions
            set stale_since = null, asking_until = now() + interval '60 seconds'
          where tenant_id = $1`,
        [isp.tenant.id]
      )
      const id = anyEventId()
      const posted = post({ id, object: { object: 'subscription', customer } })
      await eventually('the event waits for the asker', async () => {
        const { rows } = await db.rawQuery(
          `select from pg_stat_activity
            where wait_event_type = 'Lock' and query like '%platform.billing_events%'`
        )
        return rows.length > 0
      })
      await asker.query('commit')
      assert.equal((await posted).status, 200)
      assert.isTrue(await lease.giveBack(isp.tenant.id), 'the asker asks again')
      await eventually('it is acted upon', async () => {
        const ask = await app.container.make(AskSubscription)
        await ask.execute(isp.tenant.id)
        return (await kept(id))[0]?.outcome === 'applied'
      })
    } finally {
      await asker.end()
    }
  })
})
