import { test } from '@japa/runner'
import TenantEvent from '#platform/lifecycle/tenant_event'
import { lettersTo, withMail } from '#tests/functional/platform/billing/letters'
import { later, subscribed, visitIsp, withBilling } from '#tests/functional/platform/billing/stage'
import { closedDaysAgo } from '#tests/functional/platform/states/stage'
import { openIsp, type Isp } from '#tests/support/isp'

/** Days by which the clock is wrong at each round, and the states that the ISP goes through. */
const WRONG = [
  {
    what: 'a month ahead and back: stopped once, and on trial again',
    jumps: [0, 16, 16, 0, 0],
    states: ['trial → read_only', 'read_only → trial'],
  },
  {
    what: 'a year ahead and back, twice: each stop is one, and each way back',
    jumps: [400, 400, 0, 400, 0],
    states: ['trial → suspended', 'suspended → trial', 'trial → suspended', 'suspended → trial'],
  },
  { what: 'a year behind: the trial goes on', jumps: [-400, -400, 0], states: [] },
]

test.group('States | A clock that is wrong', (group) => {
  let isp: Isp
  withBilling(group)
  withMail(group)
  group.each.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
  })

  const history = async () => {
    const events = await TenantEvent.query()
      .where({ tenantId: isp.tenant.id, kind: 'status' })
      .orderBy('id')
    return events.map(({ before, after }) => `${before} → ${after}`)
  }

  test('{what}')
    .with(WRONG)
    .run(async ({ assert }, { jumps, states }) => {
      for (const days of jumps) {
        await later(days, async () => {
          await Promise.all([visitIsp(isp), visitIsp(isp)])
        })
      }
      assert.deepEqual(await history(), states)
    })

  test('whoever pays is not stopped by any of them', async ({ assert }) => {
    await subscribed(isp, 'starter')
    for (const days of [400, -400, 0]) await later(days, () => visitIsp(isp))
    assert.deepEqual(await history(), ['trial → active'])
  })

  test('who has closed is not opened by one, nor told anew', async ({ assert }) => {
    await closedDaysAgo(isp.tenant, 1)
    for (const days of [-400, 400, 0]) await later(days, () => visitIsp(isp))
    assert.deepEqual(await history(), [])
    assert.lengthOf(lettersTo(isp), 0)
  })
})
