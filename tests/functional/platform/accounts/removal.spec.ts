import { test } from '@japa/runner'
import Account from '#platform/accounts/account'
import Membership from '#platform/accounts/membership'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { openIsp, PASSWORD } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import { Mailbox } from '#tests/functional/platform/accounts/mailbox'
import { anAccount, signedIn } from '#tests/functional/platform/accounts/people'
import { haveTwoFactor } from '#tests/support/two_factor'

const REMOVE = '/account/remove'

test.group('Removing one’s account', (group) => {
  let mailbox: Mailbox
  group.setup(async () => {
    mailbox = await Mailbox.open()
    return () => mailbox.close()
  })

  test('takes it away with its places and sessions, on every host, and says goodbye', async ({
    assert,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const account = await anAccount()
    const place = { accountId: account.id, tenantId: isp.tenant.id }
    await Membership.create({ ...place, role: 'cashier' })
    const there = await operatorOf({ ...isp, account })
    const visitor = await signedIn(account)
    assert.include(text((await visitor.get(REMOVE)).body), account.email)

    const refused = await visitor.submit(REMOVE, { password: 'not it' })
    assert.isNotEmpty(errorAt(refused, 'password'))
    const gone = await visitor.submit(REMOVE, { password: PASSWORD })
    assert.include(noticeOf(gone), `${account.email} is removed`)
    assert.isNull(await Account.find(account.id))
    assert.lengthOf(await Membership.query().where(place), 0)
    assert.equal((await there.get('/dashboard')).headers.location, '/login')
    assert.equal((await visitor.get('/account')).headers.location, '/login')
    await mailbox.letter(account.email, 'is removed')
    const log = await (await operatorOf(isp)).get('/dashboard/logs?tab=activity')
    assert.include(text(log.body), account.email, 'what it did stays')
  })

  test('is refused to an owner, who is shown the company, until it is handed over or closed', async ({
    assert,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const owner = await signedIn(isp.account)
    const page = await owner.get(REMOVE)
    assert.include(text(page.body), isp.tenant.name)
    assert.notInclude(page.body, `action="${REMOVE}"`)

    const heir = await anAccount()
    await Membership.create({ accountId: heir.id, tenantId: isp.tenant.id, role: 'manager' })
    const early = await signedIn(heir)
    const form = await early.get(REMOVE)
    await Membership.query()
      .where({ accountId: heir.id, tenantId: isp.tenant.id })
      .update({ role: 'owner' })
    assert.include(form.body, `action="${REMOVE}"`)
    const token = /name='_csrf' value='([^']+)'/.exec(form.body)?.[1] ?? ''
    await early.browser.visit(early.host, REMOVE, {
      method: 'POST',
      form: { _csrf: token, password: PASSWORD },
      headers: { 'x-forwarded-for': early.address },
    })
    assert.isNotNull(await Account.find(heir.id), 'made owner after the page was opened')

    await isp.tenant.merge({ status: 'closed' }).save()
    await (await signedIn(isp.account)).send(REMOVE, { password: PASSWORD })
    assert.isNull(await Account.find(isp.account.id))
  })

  test('is not for platform admins', async ({ assert }) => {
    const admin = await anAccount({ isAdmin: true })
    const visitor = await signedIn(admin)
    await haveTwoFactor(admin)
    const page = await visitor.get(REMOVE)
    assert.include(text(page.body), 'Platform admins')
    assert.notInclude(page.body, `action="${REMOVE}"`)
  })
})
