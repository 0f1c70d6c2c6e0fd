import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { AskOverdue } from '#platform/billing/rounds/ask_overdue'
import { overdueForAsking } from '#platform/billing/rounds/overdue_query'
import Subscription from '#platform/billing/subscription/subscription'
import { asOwner } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { openIsp, type Isp } from '#tests/support/isp'
import { asked, billing, subscribed, withBilling } from '#tests/functional/platform/billing/stage'

test.group('An ISP is asked about', (group) => {
  let isp: Isp
  withBilling(group)
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    await subscribed(isp, 'growth')
  })
  group.each.setup(async () => {
    await billing().stripe.control.post.idle()
    await asked(isp)
    await quiet(isp)
  })

  test('when no webhook came', async ({ assert }) => {
    assert.notInclude(await overdueForAsking(), isp.tenant.id)
    await db
      .from('platform.subscriptions')
      .where('tenant_id', isp.tenant.id)
      .update({ asked_at: db.raw(`now() - interval '2 days'`), status: 'canceled' })
    assert.include(await overdueForAsking(), isp.tenant.id)

    const askOverdue = await app.container.make(AskOverdue)
    await askOverdue.execute()
    await eventually('it was asked', async () => {
      const { status } = await Subscription.findOrFail(isp.tenant.id)
      return status === 'active'
    })
  })

  test('when the one who was to ask is lost, and by no second one meanwhile', async ({
    assert,
  }) => {
    const table = db.from('platform.subscriptions').where('tenant_id', isp.tenant.id)
    for (const lost of [
      { stale_since: db.raw(`now() - interval '1 minute'`) },
      { stale_since: null, asking_until: db.raw(`now() - interval '1 second'`) },
    ]) {
      await table.clone().update(lost)
      assert.include(await overdueForAsking(), isp.tenant.id)
    }
    await asOwner(
      `insert into pgboss.job_common (name, data, start_after)
       values ('ask-subscription', $1, now() + interval '1 hour')`,
      [{ tenantId: isp.tenant.id }]
    )
    assert.notInclude(await overdueForAsking(), isp.tenant.id, 'somebody is on the way')
  })
})

/** Until no job asks about an ISP any more. */
async function quiet({ tenant }: Isp): Promise<void> {
  await eventually('nobody is on the way to ask', async () => {
    const jobs = await asOwner(
      `select from pgboss.job where name = 'ask-subscription'
         and state in ('created', 'retry', 'active') and (data ->> 'tenantId')::bigint = $1`,
      [tenant.id]
    )
    return jobs.length === 0
  })
}
