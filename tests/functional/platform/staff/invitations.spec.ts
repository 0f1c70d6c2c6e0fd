import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import Membership from '#platform/accounts/membership'
import Invitation from '#platform/staff/invitation'
import { InviteStaff } from '#platform/staff/invite_staff'
import { LimitReached } from '#tenancy/plans/errors'
import { hostOf } from '#tests/support/browser'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { openIsp, PASSWORD, type Isp } from '#tests/support/isp'
import { employ, operatorOf, Visitor } from '#tests/support/operator'
import { act, anyEmail, invite, onPlatform, STAFF } from '#tests/functional/platform/staff/crew'

let isp: Isp
let owner: Visitor

test.group('Invitations', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
    await isp.tenant.refresh()
    await isp.tenant.merge({ limitOverrides: { staff: null } }).save()
  })

  const roleOf = async (email: string) => {
    const account = await Account.findBy('email', email)
    const query = Membership.query().where({ accountId: account?.id ?? 0, tenantId: isp.tenant.id })
    return (await query.first())?.role
  }

  test('an owner invites; the link makes an account and leads to the dashboard, once', async ({
    assert,
  }) => {
    const email = anyEmail()
    const page = await owner.submit(STAFF, { email: email.toUpperCase(), role: 'manager' })
    assert.include(noticeOf(page), email)
    const link = /\/invitations\/[\w-]{43}/.exec(page.body)?.[0] ?? ''
    assert.notInclude((await owner.get(STAFF)).body, link, 'it is shown once')

    const guest = new Visitor(appUrl.host)
    assert.include(text((await guest.get(link)).body), 'Rahim Uddin invites')
    const joined = await guest.send(
      link,
      { name: 'Karim', password: 'a word or two' },
      `${link}/join`
    )
    const { host, pathname, search } = new URL(joined.headers.location ?? '')
    assert.equal(host, hostOf(isp.tenant))
    const there = new Visitor(host)
    assert.equal((await there.follow(await there.get(pathname + search))).status, 200)
    assert.equal(await roleOf(email), 'manager')
    assert.equal((await guest.get(link)).status, 410)

    const log = text((await owner.get('/dashboard/logs?tab=activity')).body)
    for (const said of ['Invited somebody', 'Joined the staff']) assert.include(log, said)
  })

  test('who has an account signs in first, and is led back', async ({ assert }) => {
    const other = await openIsp({ packages: false, gateways: false })
    const link = await invite(isp, other.account.email, 'support')
    const guest = new Visitor(appUrl.host)
    assert.include((await guest.get(link)).body, `${link}/signed-in`)
    await guest.get(`${link}/signed-in`)
    const back = await guest.submit('/login', { email: other.account.email, password: PASSWORD })
    assert.include(back.body, `${link}/accept`)

    const accepted = await guest.send(link, {}, `${link}/accept`)
    assert.include(accepted.headers.location ?? '', `${hostOf(isp.tenant)}/enter?`)
    assert.equal(await roleOf(other.account.email), 'support')
  })

  test('another account cannot take it, with the link in hand', async ({ assert }) => {
    const email = anyEmail()
    const link = await invite(isp, email)
    const other = await openIsp({ packages: false, gateways: false })
    const thief = await onPlatform(other.account, PASSWORD)
    const page = await thief.get(link)
    assert.include(text(page.body), 'but the invitation is for')
    assert.notInclude(page.body, '/accept"')

    const token = /name='_csrf' value='([^']+)'/.exec(page.body)?.[1] ?? ''
    const forced = await thief.browser.visit(appUrl.host, `${link}/accept`, {
      method: 'POST',
      form: { _csrf: token },
    })
    assert.equal(forced.status, 410)
    assert.isUndefined(await roleOf(other.account.email))
    assert.equal((await new Visitor(appUrl.host).get(link)).status, 200, 'it is still open')
  })

  test('of two who accept at once one joins', async ({ assert }) => {
    const link = await invite(isp, anyEmail())
    const guests = [1, 2].map(() => new Visitor(appUrl.host))
    const pages = await Promise.all(
      guests.map((guest) =>
        guest.send(link, { name: 'Karim', password: 'a word or two' }, `${link}/join`)
      )
    )
    const entered = pages.filter(({ headers }) => headers.location?.includes('/enter?'))
    assert.lengthOf(entered, 1)
  })

  test('sent again, the link of before is dead; revoked or late, the new one, too', async ({
    assert,
  }) => {
    const email = anyEmail()
    const first = await invite(isp, email)
    const second = await invite(isp, email)
    const statusOf = async (link: string) => (await new Visitor(appUrl.host).get(link)).status
    assert.deepEqual([await statusOf(first), await statusOf(second)], [410, 200])

    const invitation = await Invitation.findByOrFail('email', email)
    await invitation.merge({ expiresAt: DateTime.utc().minus({ seconds: 1 }) }).save()
    assert.equal(await statusOf(second), 410)
    assert.include(text((await owner.get(STAFF)).body), 'Expired')

    await act(owner, `/invitations/${invitation.id}/resend`)
    await act(owner, `/invitations/${invitation.id}/revoke`)
    assert.isNull(await Invitation.findBy('email', email))
    assert.equal((await act(owner, `/invitations/${invitation.id}/revoke`)).status, 410)
  })

  test('who works here is not invited, and nonsense is refused at its field', async ({
    assert,
  }) => {
    const cases: [string, string, string][] = [
      [isp.account.email.toUpperCase(), 'manager', 'email'],
      ['nobody', 'manager', 'email'],
      [anyEmail(), 'owner', 'role'],
    ]
    for (const [email, role, field] of cases) {
      const page = await owner.submit(STAFF, { email, role })
      assert.isNotEmpty(errorAt(page, field), `${email} ${role}`)
    }
  })

  test('a weak password makes no account: {password}')
    .with(['short', 'password2026!', 'x-staff-test'].map((password) => ({ password })))
    .run(async ({ assert }, { password }) => {
      const email = `x-staff-test@${anyEmail().split('@')[0]}.test`
      const link = await invite(isp, email)
      const page = await new Visitor(appUrl.host).submit(
        link,
        { name: 'Karim', password },
        `${link}/join`
      )
      assert.isNotEmpty(errorAt(page, 'password'))
      assert.isNull(await Account.findBy('email', email))
    })

  test('the plan’s last place goes to one of many, and none is taken past it', async ({
    assert,
  }) => {
    const small = await openIsp({ packages: false, gateways: false })
    await small.tenant.refresh()
    await small.tenant.merge({ limitOverrides: { staff: 2 } }).save()
    const asked = await Promise.allSettled([1, 2, 3].map(() => invite(small, anyEmail())))
    assert.lengthOf(
      asked.filter(({ status }) => status === 'fulfilled'),
      1
    )
    for (const one of asked) {
      if (one.status === 'rejected') assert.instanceOf(one.reason, LimitReached)
    }
    const told = await (await operatorOf(small)).submit(STAFF, { email: anyEmail() })
    assert.match(errorAt(told, 'email') ?? '', /Growth/, 'the plan is named')
    await employ(small, 'cashier')
    const [open] = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const late = await new Visitor(appUrl.host).submit(
      open ?? '',
      { name: 'Karim', password: 'a word or two' },
      `${open}/join`
    )
    assert.include(noticeOf(late), 'no place left')
  })

  test('managers see the staff, others do not, and only owners change it', async ({ assert }) => {
    const inviteStaff = await app.container.make(InviteStaff)
    await inviteStaff.execute(isp.tenant, {
      email: anyEmail(),
      role: 'support',
      invitedBy: 'Rahim Uddin',
    })
    const manager = await operatorOf(isp, 'manager')
    const page = await manager.get(STAFF)
    assert.include(text(page.body), isp.account.email)
    assert.notMatch(page.body, /\/(?:role|remove|transfer|revoke|resend)"/)
    assert.equal((await act(manager, '', { email: anyEmail(), role: 'manager' })).status, 403)
    for (const role of ['cashier', 'support'] as const) {
      assert.equal((await (await operatorOf(isp, role)).get(STAFF)).status, 403, role)
    }
  })
})
