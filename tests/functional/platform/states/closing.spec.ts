import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { appUrl } from '#config/app'
import { EraseDue } from '#platform/lifecycle/erasing/erase_due'
import TenantEvent from '#platform/lifecycle/tenant_event'
import Activity from '#tenancy/activity/activity'
import { AccountingRouter } from '#tests/e2e/radius_path/accounting_router'
import { signedIn } from '#tests/functional/platform/accounts/people'
import { letter, lettersTo, withMail } from '#tests/functional/platform/billing/letters'
import { billing, subscribed, withBilling } from '#tests/functional/platform/billing/stage'
import { TestClock } from '#tests/functional/platform/billing/test_clock'
import {
  closedDaysAgo,
  move,
  payingCustomer,
  whileStripeIsAway,
} from '#tests/functional/platform/states/stage'
import { CODE } from '#tests/simulator/radius/dictionary'
import { hostOf, visit } from '#tests/support/browser'
import { eventually } from '#tests/support/eventually'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import { openIsp, PASSWORD, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'

const PAGE = '/dashboard/settings/company'
const CLOSE = `${PAGE}/close`
const PROFILE = '/dashboard/settings/profile'

test.group('States | An owner closes', (group) => {
  let isp: Isp
  withBilling(group)
  withMail(group)
  group.each.setup(async () => {
    isp = await openIsp({ gateways: false })
  })

  const agreed = () => ({ subdomain: isp.tenant.slug, password: PASSWORD })
  const closed = async () => {
    const owner = await operatorOf(isp)
    const page = await owner.send(PAGE, agreed(), CLOSE)
    return page.headers.location
  }

  test('after being told what happens, proving who it is and agreeing to cut who has paid', async ({
    assert,
  }) => {
    await payingCustomer(isp)
    const owner = await operatorOf(isp)
    const page = text((await owner.get(PAGE)).body)
    assert.include(page, 'Nobody is online now.')
    assert.include(page, 'One customer has paid time left')
    assert.include(page, 'After 30 days everything is erased')

    const close = (changes: Record<string, string>) =>
      owner.submit(PAGE, { ...agreed(), ...changes }, CLOSE)
    assert.include(errorAt(await close({ subdomain: 'another' }), 'subdomain') ?? '', 'This is not')
    assert.include(errorAt(await close({}), 'cut') ?? '', 'One customer has paid time left')
    await payingCustomer(isp)
    assert.include(errorAt(await close({ cut: '1', paid: '1' }), 'cut') ?? '', '2 customers')
    const wrong = await close({ cut: '1', password: 'guessed password' })
    assert.include(errorAt(wrong, 'password') ?? '', 'not your password')
    assert.equal((await isp.tenant.refresh()).status, 'trial')

    const gone = await owner.send(PAGE, { ...agreed(), cut: '1' }, CLOSE)
    assert.equal(gone.headers.location, `${appUrl.origin}/closed/${isp.tenant.slug}`)
    assert.equal((await isp.tenant.refresh()).status, 'closed')
    assert.equal((await visit(hostOf(isp.tenant), '/login')).status, 404)
    const event = await TenantEvent.query().where('tenant_id', isp.tenant.id).firstOrFail()
    assert.deepEqual([event.after, event.accountId], ['closed', isp.account.id])
    await isp.inside(() => Activity.findByOrFail('action', 'company.closed'))

    const { text: said } = await letter(isp, 'is closed')
    const day = isp.tenant.statusSince.plus({ days: 30 }).setZone(isp.tenant.timezone)
    assert.include(said, day.toFormat('d LLL yyyy'))
    assert.include(said, `/closed/${isp.tenant.slug}`)
  })

  test('and nobody else', async ({ assert }) => {
    const manager = await operatorOf(isp, 'manager')
    assert.equal((await manager.get(PAGE)).status, 403)
    assert.equal((await manager.get(`${PAGE}/export.zip`)).status, 403)
    const { fields } = formOf(await manager.get(PROFILE), PROFILE)
    const form = { ...agreed(), paid: '0', _csrf: fields._csrf ?? '' }
    const refused = await manager.browser.visit(manager.host, CLOSE, { method: 'POST', form })
    assert.equal(refused.status, 403)
    assert.equal((await isp.tenant.refresh()).status, 'trial')
  })

  test('and is charged no more, however long Stripe does not answer', async ({ assert }) => {
    const { id } = await subscribed(isp, 'starter')
    await whileStripeIsAway(closed)
    assert.equal((await isp.tenant.refresh()).status, 'closed')

    await (await app.container.make(EraseDue)).execute()
    assert.isTrue((await billing().client.subscriptions.retrieve(id)).cancel_at_period_end)
  })

  test('and owes: its subscription ends at once, and nobody tries the card again', async ({
    assert,
  }) => {
    const { subscriptions } = billing().client
    const clock = await TestClock.at()
    const card = 'pm_card_chargeCustomerFail'
    const { id } = await subscribed(isp, 'starter', { card, trialDays: 1, clock: clock.id })
    await clock.advanceToDay(2)
    const isNow = (status: string) =>
      eventually(`it is ${status}`, async () => {
        return (await subscriptions.retrieve(id)).status === status
      })
    await isNow('past_due')
    await closed()
    await isNow('canceled')
    assert.equal((await isp.tenant.refresh()).status, 'closed')
  })

  test('and comes back: as it was, with whoever has paid', async ({ assert, cleanup }) => {
    const payer = await payingCustomer(isp)
    const router = await AccountingRouter.of(isp)
    cleanup(() => router.close())
    const owner = await operatorOf(isp)
    await owner.send(PAGE, { ...agreed(), cut: '1' }, CLOSE)

    const visitor = await signedIn(isp.account)
    assert.include(text((await visitor.get('/choose')).body), 'Closed')
    const page = `/closed/${isp.tenant.slug}`
    const entered = await visitor.get(`/choose/${isp.tenant.slug}`)
    assert.equal(entered.headers.location, appUrl.origin + page)
    const after = await visitor.submit(page, {}, `${page}/reopen`)
    assert.include(noticeOf(after), 'is open again')
    assert.equal((await isp.tenant.refresh()).status, 'trial')
    assert.equal((await router.signIn(payer)).code, CODE.accessAccept)
    assert.equal((await visitor.get(page)).status, 404)
  })

  test('what one of us has closed is not the owner’s to open', async ({ assert }) => {
    await move(isp.tenant.id, 'closed')
    const visitor = await signedIn(isp.account)
    const page = `/closed/${isp.tenant.slug}`
    const shown = await visitor.get(page)
    assert.include(text(shown.body), 'It was closed by Portico')
    assert.notInclude(shown.body, `${page}/reopen`)
    const stranger = await signedIn((await openIsp({ packages: false, gateways: false })).account)
    for (const path of ['', '/export.zip']) {
      assert.equal((await stranger.get(page + path)).status, 404)
    }
  })

  test('what one of us has suspended stays so, whoever closes it and comes back', async ({
    assert,
  }) => {
    await move(isp.tenant.id, 'suspended')
    await closed()
    assert.equal((await isp.tenant.refresh()).status, 'closed')
    const visitor = await signedIn(isp.account)
    const page = `/closed/${isp.tenant.slug}`
    await visitor.submit(page, {}, `${page}/reopen`)
    assert.equal((await isp.tenant.refresh()).status, 'suspended')
  })

  test('its owners are reminded before the end, once', async ({ assert }) => {
    await closed()
    await eventually('the first letter', () => lettersTo(isp).length === 1)
    const rounds = await app.container.make(EraseDue)
    await rounds.execute()
    assert.lengthOf(lettersTo(isp), 1)
    await closedDaysAgo(isp.tenant, 28)
    await rounds.execute()
    await rounds.execute()
    await letter(isp, 'is erased on')
    assert.lengthOf(
      lettersTo(isp).filter(({ subject }) => subject.includes('is erased on')),
      1
    )
  })
})
