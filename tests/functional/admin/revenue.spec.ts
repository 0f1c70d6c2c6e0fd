import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { randomBytes, randomInt } from 'node:crypto'
import { DateTime } from 'luxon'
import { revenueMoneyQuery, revenueMonthsQuery } from '#admin/revenue/revenue_query'
import { adminVisitor } from '#tests/functional/admin/admin'
import { asOwner } from '#tests/support/database'
import { text } from '#tests/support/forms'
import { openIsp } from '#tests/support/isp'
import { dropTenant } from '#tests/support/tenants'
import type Tenant from '#tenancy/models/tenant'

/** A year that no other test's tenants live in, so that what is counted here is ours; no leap year. */
const YEAR = 1971 + 4 * randomInt(9)
const NOW = DateTime.utc(YEAR, 3, 16)

const made: Tenant[] = []

/** An ISP that signed up on a day of that time, and what became of it on which days. */
async function history(signedUp: string, moves: [before: string, after: string, on: string][]) {
  const { tenant } = await openIsp({ packages: false, gateways: false })
  made.push(tenant)
  await asOwner('update platform.tenants set created_at = $2 where id = $1', [tenant.id, signedUp])
  for (const [before, after, on] of moves) {
    await asOwner(
      `insert into platform.tenant_events (tenant_id, kind, before, after, reason, actor, actor_name, created_at)
       values ($1, 'status', $2, $3, 'x', 'system', 'x', $4)`,
      [tenant.id, before, after, on]
    )
  }
  return tenant
}

test.group('Platform revenue', (group) => {
  group.each.teardown(async () => {
    for (const tenant of made.splice(0)) await dropTenant(tenant)
  })

  test('says who was charged, lost and converted in a month', async ({ assert }) => {
    await history(`${YEAR}-01-05`, [['trial', 'active', `${YEAR}-01-19`]])
    await history(`${YEAR}-01-06`, [
      ['trial', 'active', `${YEAR}-01-20`],
      ['active', 'suspended', `${YEAR}-02-10`],
    ])
    await history(`${YEAR}-02-03`, [['trial', 'suspended', `${YEAR}-02-17`]])
    const months = await revenueMonthsQuery(db, NOW)
    assert.lengthOf(months, 12)
    const of = (name: string) => months.find(({ month }) => month === name)
    assert.containsSubset(of(`${YEAR}-01`), { charged: 0, lost: 0, signups: 2, converted: 2 })
    assert.containsSubset(of(`${YEAR}-02`), { charged: 2, lost: 1, signups: 1, converted: 0 })
    assert.containsSubset(of(`${YEAR}-03`), { charged: 1, lost: 0, signups: 0, converted: 0 })
  })

  test('says what recurs and what came in, by currency', async ({ assert }) => {
    const tenant = await history(`${YEAR}-01-01`, [])
    const invoice = (
      start: string,
      end: string,
      minor: number,
      status: string,
      paid: string | null
    ) =>
      asOwner(
        `insert into platform.invoices (tenant_id, number, status, amount_minor, paid_minor, currency,
           period_start, period_end, issued_at, due_at, paid_at)
         values ($1, $2, $3, $4, case when $3 = 'paid' then $4::bigint else 0 end, 'MVR', $5, $6, $5, $6, $7)`,
        [tenant.id, randomBytes(8).toString('hex'), status, minor, start, end, paid]
      )
    await invoice(`${YEAR}-01-20T00:00Z`, `${YEAR}-02-19T00:00Z`, 3000, 'paid', `${YEAR}-01-21`)
    await invoice(`${YEAR}-02-19T00:00Z`, `${YEAR}-04-20T00:00Z`, 8000, 'open', null)
    await invoice(`${YEAR}-02-19T00:00Z`, `${YEAR}-03-21T00:00Z`, 9000, 'void', null)
    const money = (await revenueMoneyQuery(db, NOW)).filter(({ currency }) => currency === 'MVR')
    const of = (name: string) => money.find(({ month }) => month === name)
    assert.containsSubset(of(`${YEAR}-01`), { recurringMinor: 3000, receivedMinor: 3000 })
    assert.containsSubset(of(`${YEAR}-02`), { recurringMinor: 4000, receivedMinor: 0 })
    assert.containsSubset(of(`${YEAR}-03`), { recurringMinor: 4000, receivedMinor: 0 })
  })

  test('says on its page what each figure means', async ({ assert }) => {
    const page = text((await (await adminVisitor()).get('/admin/revenue')).body)
    for (const meaning of ['Churn: of the ISPs', 'Converting: of the ISPs', 'By month']) {
      assert.include(page, meaning)
    }
  })
})
