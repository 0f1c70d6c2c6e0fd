import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { BillingRounds } from '#platform/billing/rounds/billing_rounds'
import Subscription from '#platform/billing/subscription/subscription'
import { ReportUsage } from '#platform/billing/usage/report_usage'
import { asOwner } from '#tests/support/database'
import { openIsp, type Isp } from '#tests/support/isp'
import { billing, subscribed, withBilling } from '#tests/functional/platform/billing/stage'

const DAY = 86_400

async function report({ tenant }: Isp): Promise<void> {
  await tenant.refresh()
  const reportUsage = await app.container.make(ReportUsage)
  await reportUsage.execute(tenant, await Subscription.findOrFail(tenant.id))
}

/** The platform counts hourly; here it has counted so many. */
async function counted({ tenant }: Isp, customers: number): Promise<void> {
  await asOwner('update platform.tenants set active_customers = $1 where id = $2', [
    customers,
    tenant.id,
  ])
}

/** What Stripe's meter has of an ISP today. */
async function metered({ tenant }: Isp): Promise<number> {
  const { client } = billing()
  const { customer } = await Subscription.findOrFail(tenant.id)
  const { data: meters } = await client.billing.meters.list()
  const midnight = Math.floor(Date.now() / 1000 / DAY) * DAY
  const { data } = await client.billing.meters.listEventSummaries(meters[0]?.id ?? '', {
    customer: customer ?? '',
    start_time: midnight - DAY,
    end_time: midnight + DAY,
  })
  return data[0]?.aggregated_value ?? 0
}

test.group('Active customers, metered', (group) => {
  let isp: Isp
  withBilling(group)
  group.each.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    await subscribed(isp, 'growth')
  })

  const events = () => billing().stripe.control.calls('/v1/billing/meter_events')

  test('are told once a day, with the value of the first time', async ({ assert }) => {
    const before = events()
    await counted(isp, 17)
    await report(isp)
    await counted(isp, 99)
    await report(isp)
    assert.equal(events() - before, 1)
    assert.equal(await metered(isp), 17)
  })

  test('are told again when the answer was lost', async ({ assert }) => {
    const { control } = billing().stripe
    await counted(isp, 5)
    control.force({ path: '/v1/billing/meter_events', mode: 'drop-after-capture', times: 3 })
    await assert.rejects(() => report(isp))
    control.clearFaults()
    await report(isp)
    assert.equal(await metered(isp), 5)
    const [row] = await db.from('platform.usage_reports').where('tenant_id', isp.tenant.id)
    assert.isNotNull(row.reported_at)
  })

  test('are told no further in a round in which Stripe does not answer', async ({ assert }) => {
    const other = await openIsp({ packages: false, gateways: false })
    await subscribed(other, 'growth')
    const { control } = billing().stripe
    const rounds = await app.container.make(BillingRounds)
    const told = async () => {
      await rounds.report([isp.tenant, other.tenant])
      const rows = await db
        .from('platform.usage_reports')
        .whereIn('tenant_id', [isp.tenant.id, other.tenant.id])
        .whereNotNull('reported_at')
      return rows.length
    }
    control.force({ path: '/v1/billing/meter_events', mode: 'drop-after-capture', times: 3 })
    assert.equal(await told(), 0)
    control.clearFaults()
    assert.equal(await told(), 2)
  })

  test('of an ISP without a subscription are not told', async ({ assert }) => {
    const other = await openIsp({ packages: false, gateways: false })
    await Subscription.of(other.tenant.id)
    const before = events()
    await report(other)
    assert.equal(events(), before)
  })
})
