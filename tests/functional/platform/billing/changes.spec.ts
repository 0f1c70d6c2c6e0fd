import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { signedMoney } from '#core/signed_money'
import Invoice from '#platform/billing/invoices/invoice'
import Subscription from '#platform/billing/subscription/subscription'
import { eventually } from '#tests/support/eventually'
import { formOf, noticeOf, text } from '#tests/support/forms'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { letter, withMail } from '#tests/functional/platform/billing/letters'
import { PLAN } from '#tests/functional/platform/billing/plan_page'
import {
  asked,
  billing,
  later,
  subscribed,
  visitIsp,
  withBilling,
} from '#tests/functional/platform/billing/stage'

test.group('Changing the plan', (group) => {
  let isp: Isp
  let owner: Visitor
  withBilling(group)
  withMail(group)
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
    assert.include(text(shown.body), signedMoney(latest?.total ?? 0, 'USD', 'en'))
    for (const { description, amount } of latest?.lines.data ?? []) {
      assert.include(text(shown.body), description ?? 'a line without a text')
      assert.include(text(shown.body), signedMoney(amount, 'USD', 'en'))
    }
    await asked(isp)
    assert.deepEqual([isp.tenant.plan, isp.tenant.status], ['pro', 'active'])
  })

  test('up: whose card is refused waits, says why, and is there when it is paid', async ({
    assert,
  }) => {
    const { id } = await subscribed(isp, 'starter')
    const { customer } = await Subscription.findOrFail(isp.tenant.id)
    billing().stripe.control.turnCards(customer ?? '', 'later')
    const answer = await change('growth')
    assert.include(noticeOf(answer), 'Growth begins as soon as its payment comes through')
    assert.match(noticeOf(answer), /payment for Growth has not come through.*stay on Starter/)
    const row = await asked(isp)
    assert.deepEqual([row.plan, row.pendingPlan, isp.tenant.plan], ['starter', 'growth', 'starter'])
    await letter(isp, 'a payment has failed')
    assert.include(
      noticeOf(await owner.follow(await owner.get(`${PLAN}/change?plan=pro`))),
      'The last payment is still open'
    )

    const [invoice] = await Invoice.query().where({ tenantId: isp.tenant.id, status: 'open' })
    assert.include(answer.body, invoice?.hostedUrl ?? 'no address')
    await fetch(invoice?.hostedUrl ?? '', {
      method: 'POST',
      body: new URLSearchParams({ card: 'good' }),
    })
    await eventually('the plan begins', async () => {
      await asked(isp)
      return isp.tenant.plan === 'growth'
    })
    const { pending_update: pending } = await billing().client.subscriptions.retrieve(id)
    assert.isNull(pending)
    assert.notInclude(text((await owner.get(PLAN)).body), 'has not come through')
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
    assert.include(text(shown.body), 'Starter does not have: Vouchers to print and sell')
    assert.include(noticeOf(await change('starter')), 'too small for what you have: routers')
    const { nextPlan } = await asked(isp)
    assert.isNull(nextPlan)
  })

  test('down: does not begin when there is too much again the day before', async ({ assert }) => {
    await subscribed(isp, 'growth')
    await change('starter')
    const scheduled = await asked(isp)
    assert.equal(scheduled.nextPlan, 'starter')
    for (let routers = 0; routers < 3; routers += 1) await registerRouter(isp)
    assert.match(
      noticeOf(await owner.get(PLAN)),
      /Starter is to begin .* too small .*: routers.* or Growth goes on/
    )
    const ends = scheduled.periodEndsAt ?? undefined
    await later(-2, () => visitIsp(isp), ends)
    assert.equal((await asked(isp)).nextPlan, 'starter', 'there is time yet')

    await later(-0.5, () => visitIsp(isp), ends)
    assert.isNull((await asked(isp)).nextPlan)
    const mail = await letter(isp, 'Starter does not begin')
    assert.match(mail.text, /too small for what .* has: routers. So Growth goes on/)
  })
})

test.group('Changing a plan that cannot be changed', (group) => {
  let isp: Isp
  let owner: Visitor
  withBilling(group)
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
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
