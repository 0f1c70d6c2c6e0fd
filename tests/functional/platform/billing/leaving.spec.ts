import { test } from '@japa/runner'
import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'
import { asOwner } from '#tests/support/database'
import { noticeOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { PLAN } from '#tests/functional/platform/billing/plan_page'
import { asked, subscribed, withBilling } from '#tests/functional/platform/billing/stage'

test.group('A subscription that is cancelled', (group) => {
  let isp: Isp
  let owner: Visitor
  withBilling(group)
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
    await subscribed(isp, 'growth')
  })

  /** The time of the end, and the state that it brings. */
  async function endsIn(time: string, status: TenantStatus): Promise<void> {
    await asOwner(
      'update platform.tenants set plan_ends_at = now() + $1::interval, status = $2 where id = $3',
      [time, status, isp.tenant.id]
    )
  }

  test('ends with the paid period, and goes on after all', async ({ assert }) => {
    assert.include(noticeOf(await owner.submit(PLAN, {}, `${PLAN}/cancel`)), 'Cancelled')
    const cancelled = await asked(isp)
    assert.isNotNull(cancelled.cancelsAt)
    assert.equal(isp.tenant.status, 'active', 'nothing changes before that')

    await owner.submit(PLAN, {}, `${PLAN}/resume`)
    const { cancelsAt } = await asked(isp)
    assert.isNull(cancelsAt)
    assert.isNull(isp.tenant.planEndsAt)
  })

  test('is no failed payment: its last week says so, and its end', async ({ assert }) => {
    await owner.submit(PLAN, {}, `${PLAN}/cancel`)
    const { cancelsAt } = await asked(isp)
    assert.equal(isp.tenant.planEndsAt?.toMillis(), cancelsAt?.toMillis())
    assert.notInclude(text((await owner.get('/dashboard')).body), 'You have cancelled')

    await endsIn('3 days', 'active')
    const week = text((await owner.get('/dashboard')).body)
    assert.match(week, /You have cancelled: your plan Growth ends on \d+ \w+ \d+/)
    assert.include(week, 'Stay on Growth')

    for (const status of ['past_due', 'read_only'] as const) {
      await endsIn('-1 hour', status)
      const over = text((await owner.get('/dashboard')).body)
      assert.match(over, /Your plan ended on .*, as you asked/, status)
      assert.include(over, 'Choose a plan')
      assert.notMatch(over, /did not come through|unpaid/)
    }
  })
})
