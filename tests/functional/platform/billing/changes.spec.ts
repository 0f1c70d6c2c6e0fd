import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import Subscription from '#platform/billing/subscription/subscription'
import { formOf, noticeOf, text } from '#tests/support/forms'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { asked, billing, subscribed, withBilling } from '#tests/functional/platform/billing/stage'

const PLAN = '/dashboard/settings/plan'

test.group('Changing the plan', (group) => {
  let isp: Isp
  let owner: Visitor
  withBilling(group)
  group.each.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
  })

  const change = (plan: string, changes = {}) =>
    owner.submit(`${PLAN}/change?plan=${plan}`, changes, `${PLAN}/change`)

  test('up: is shown to the cent, agreed to, and so at once', async ({ assert }) => {
    const { id } = await subscribed(isp, 'starter')
    const shown = await owner.get(`${PLAN}/change?plan=pro`)
    const { fields } = formOf(shown, `${PLAN}/change`)
    const page = await owner.follow(
      await owner.browser.visit(owner.host, `${PLAN}/change`, { method: 'POST', form: fields })
    )
    assert.include(noticeOf(page), 'You are on Pro now')

    const { data } = await billing().client.invoices.list({ subscription: id })
    const [latest] = data.sort((one, other) => other.created - one.created)
    const due = `$${((latest?.total ?? 0) / 100).toFixed(2).replace(/\.00$/, '')}`
    assert.include(text(shown.body), due)
    await asked(isp)
    assert.deepEqual([isp.tenant.plan, isp.tenant.status], ['pro', 'active'])
  })

  test('up: by amounts shown long ago is refused', async ({ assert }) => {
    await subscribed(isp, 'starter')
    const longAgo = DateTime.utc().minus({ hours: 1 }).toUnixInteger()
    const page = await change('growth', { proration_date: String(longAgo) })
    assert.include(noticeOf(page), 'The amounts have changed')
    await asked(isp)
    assert.equal(isp.tenant.plan, 'starter')
  })

  test('down: comes with the next period, and can be taken back', async ({ assert }) => {
    await subscribed(isp, 'pro')
    assert.include(noticeOf(await change('starter')), 'Starter begins with the next period')
    const row = await asked(isp)
    assert.deepEqual([row.plan, row.nextPlan, isp.tenant.plan], ['pro', 'starter', 'pro'])

    await owner.submit(PLAN, {}, `${PLAN}/resume`)
    const after = await asked(isp)
    assert.deepEqual([after.plan, after.nextPlan], ['pro', null])
  })

  test('down: is refused with the reason while there is too much', async ({ assert }) => {
    await subscribed(isp, 'growth')
    for (let routers = 0; routers < 3; routers += 1) await registerRouter(isp)
    const shown = await owner.get(`${PLAN}/change?plan=starter`)
    assert.include(text(shown.body), 'The plan Starter is too small for what you have: routers')
    assert.include(noticeOf(await change('starter')), 'too small for what you have: routers')
    const { nextPlan } = await asked(isp)
    assert.isNull(nextPlan)
  })

  test('ends with the paid period, and goes on after all', async ({ assert }) => {
    await subscribed(isp, 'growth')
    assert.include(noticeOf(await owner.submit(PLAN, {}, `${PLAN}/cancel`)), 'Cancelled')
    const cancelled = await asked(isp)
    assert.isNotNull(cancelled.cancelsAt)
    assert.equal(isp.tenant.status, 'active', 'nothing changes before that')

    await owner.submit(PLAN, {}, `${PLAN}/resume`)
    const { cancelsAt } = await asked(isp)
    assert.isNull(cancelsAt)
  })

  test('is refused without a subscription, and to who is no owner', async ({ assert }) => {
    const page = await owner.follow(await owner.get(`${PLAN}/change?plan=pro`))
    assert.include(noticeOf(page), 'There is no subscription yet')
    const manager = await operatorOf(isp, 'manager')
    assert.equal((await manager.get(`${PLAN}/change?plan=pro`)).status, 403)
    assert.isNull(await Subscription.find(isp.tenant.id))
  })

  test('to a plan that does not exist is refused: {plan}')
    .with(['', 'enterprise', '__proto__', "' or 1=1"].map((plan) => ({ plan })))
    .run(async ({ assert }, { plan }) => {
      const page = await owner.get(`${PLAN}/change?plan=${encodeURIComponent(plan)}`)
      assert.isBelow(page.status, 500)
      assert.notInclude(page.body, 'Change to')
    })
})
