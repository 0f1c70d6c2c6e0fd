import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { TellOwners } from '#platform/billing/letters/tell_owners'
import { BILLING } from '#platform/billing/standing/apply_standing'
import { GRACE_DAYS, SUSPEND_DAYS } from '#platform/billing/standing/standing'
import Subscription from '#platform/billing/subscription/subscription'
import { ChangeStatus } from '#platform/lifecycle/change_status'
import { AccountingRouter } from '#tests/e2e/radius_path/accounting_router'
import { payingCustomer } from '#tests/functional/platform/states/stage'
import { CODE } from '#tests/simulator/radius/dictionary'
import { PLAN_PAGE } from '#tenancy/plans/errors'
import { connectAs } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { noticeOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import { letter, lettersTo, withMail } from '#tests/functional/platform/billing/letters'
import {
  asked,
  billing,
  later,
  subscribed,
  visitIsp,
  withBilling,
} from '#tests/functional/platform/billing/stage'
import { TestClock } from '#tests/functional/platform/billing/test_clock'

test.group('An ISP that does not pay', (group) => {
  let isp: Isp
  withBilling(group)
  withMail(group)
  group.each.setup(async () => {
    isp = await openIsp({ gateways: false })
  })

  test('is reminded before its trial ends, then reads only, then is suspended', async ({
    assert,
  }) => {
    const endsAt = isp.tenant.trialEndsAt ?? undefined
    const visitAt = (days: number) => later(days, () => visitIsp(isp), endsAt)
    await visitAt(-8)
    assert.lengthOf(lettersTo(isp), 0)

    for (const [days, subject] of [
      [-6.5, 'ends in 7 days'],
      [-2.5, 'ends in 3 days'],
      [-0.5, 'ends tomorrow'],
    ] as const) {
      await visitAt(days)
      await visitAt(days + 0.1)
      await letter(isp, subject)
      assert.equal(isp.tenant.status, 'trial')
    }
    await visitAt(0.1)
    assert.equal(isp.tenant.status, 'read_only')
    await letter(isp, 'read-only now')
    await visitAt(0.2)
    await visitAt(SUSPEND_DAYS + 0.1)
    assert.equal(isp.tenant.status, 'suspended')
    await letter(isp, 'is suspended')
    assert.lengthOf(lettersTo(isp), 5, 'each letter once')
  })

  test('whose card fails at the trial’s end is told, keeps its grace, and comes back; its customers are never cut', async ({
    assert,
    cleanup,
  }) => {
    const { client, stripe } = billing()
    const owner = await operatorOf(isp)
    const router = await AccountingRouter.of(isp)
    cleanup(() => router.close())
    const payer = await payingCustomer(isp)
    const meets = async (status: string, banner: RegExp | null) => {
      assert.equal(isp.tenant.status, status)
      assert.equal((await router.signIn(payer)).code, CODE.accessAccept, status)
      const page = text((await owner.get('/dashboard')).body)
      if (banner) assert.match(page, banner)
      else assert.notInclude(page, 'See plans and payment')
    }
    const clock = await TestClock.at()
    const { id } = await subscribed(isp, 'growth', {
      card: 'pm_card_chargeCustomerFail',
      trialDays: 3,
      clock: clock.id,
    })
    await meets('trial', null)
    await clock.advanceToDay(4)
    await asked(isp)
    await meets('past_due', /last payment to us did not come through/)
    const mail = await letter(isp, 'a payment has failed')
    assert.include(mail.text, '$49')
    assert.include(mail.text, stripe.origin, 'with the way to pay')

    await later(4 + GRACE_DAYS, () => visitIsp(isp))
    await meets('read_only', /account is read-only/)
    await later(4 + SUSPEND_DAYS, () => visitIsp(isp))
    await meets('suspended', /account is suspended/)

    const { customer } = await Subscription.findOrFail(isp.tenant.id)
    stripe.control.turnCards(customer ?? '', 'good')
    const { data } = await client.invoices.list({ subscription: id, status: 'open' })
    for (const invoice of data) await client.invoices.pay(invoice.id)
    await asked(isp)
    await meets('active', null)
  })

  test('and whose bank wants the payment confirmed reads where, and is active when it is', async ({
    assert,
  }) => {
    const { client, stripe } = billing()
    const { id } = await subscribed(isp, 'growth', { card: 'pm_card_authenticationRequired' })
    const { status } = await Subscription.findOrFail(isp.tenant.id)
    assert.deepEqual([status, isp.tenant.status], ['incomplete', 'trial'])

    const mail = await letter(isp, 'asks you to confirm a payment')
    const [page = ''] = mail.text.match(new RegExp(`${stripe.origin}/i/\\S+`)) ?? []
    const owner = await operatorOf(isp)
    const shown = await owner.get(PLAN_PAGE)
    assert.match(noticeOf(shown), /is not paid: .* the bank wants you to confirm it/)
    assert.include(shown.body, page)
    const confirmed = await fetch(page, {
      method: 'POST',
      body: new URLSearchParams({ card: 'good' }),
    })
    assert.isTrue(confirmed.ok)
    await eventually('the ISP is active', async () => {
      await asked(isp)
      return isp.tenant.status === 'active'
    })
    assert.equal((await client.subscriptions.retrieve(id)).status, 'active')
  })

  test('without a card when the trial ends reads only, and goes on with a card', async ({
    assert,
  }) => {
    const { client } = billing()
    const clock = await TestClock.at()
    const { id } = await subscribed(isp, 'growth', { card: '', trialDays: 3, clock: clock.id })
    await clock.advanceToDay(4)
    const paused = await asked(isp)
    assert.equal(paused.status, 'paused')
    await later(15, () => visitIsp(isp))
    assert.equal(isp.tenant.status, 'read_only')

    const customer = paused.customer ?? ''
    const method = await client.paymentMethods.attach('pm_card_visa', { customer })
    await client.customers.update(customer, {
      invoice_settings: { default_payment_method: method.id },
    })
    await eventually('the subscription goes on', async () => {
      const { status } = await client.subscriptions.retrieve(id)
      return status === 'active'
    })
    await eventually('the ISP is active', async () => {
      await asked(isp)
      return isp.tenant.status === 'active'
    })
  })

  test('and was stopped by one of us stays stopped, whatever it pays', async ({ assert }) => {
    const changeStatus = await app.container.make(ChangeStatus)
    await changeStatus.execute({
      tenantId: isp.tenant.id,
      to: 'suspended',
      reason: 'Abuse',
      by: { kind: 'person', name: 'An admin' },
    })
    await subscribed(isp, 'growth')
    assert.equal(isp.tenant.status, 'suspended')
  })

  test('is told that it was stopped, though whoever did it died before the letter', async () => {
    const endsAt = isp.tenant.trialEndsAt ?? undefined
    const changeStatus = await app.container.make(ChangeStatus)
    const stop = {
      tenantId: isp.tenant.id,
      to: 'read_only',
      reason: 'The trial has ended',
    } as const
    await changeStatus.execute({ ...stop, by: BILLING })
    await later(1, () => visitIsp(isp), endsAt)
    await letter(isp, 'read-only now')
  })

  test('gets the letter all the same when whoever writes it dies', async ({ assert, cleanup }) => {
    const tellOwners = await app.container.make(TellOwners)
    const write = () => tellOwners.execute(isp.tenant, { kind: 'read_only', about: 'a test' })
    const [somebody, killer] = await Promise.all([connectAs('owner'), connectAs('app')])
    cleanup(async () => void (await Promise.all([somebody.end(), killer.end()])))
    await somebody.query('begin; lock table pgboss.job_common in share row exclusive mode')
    const dying = write().then(
      () => null,
      (error: unknown) => error
    )
    await eventually('it has noted the letter, and waits to send it', async () => {
      const { rows } = await killer.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where wait_event_type = 'Lock' and pid in (
            select pid from pg_locks where relation = 'platform.billing_letters'::regclass)`
      )
      return rows.length > 0
    })
    assert.instanceOf(await dying, Error)
    await somebody.query('rollback')
    await write()
    await letter(isp, 'read-only now')
  })
})
