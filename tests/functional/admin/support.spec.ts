import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { Clock, FrozenClock } from '#core/clock'
import { MailSender } from '#messaging/mail/mail_sender'
import Impersonation from '#platform/impersonation/impersonation'
import { SupportVisits } from '#platform/impersonation/support_visits'
import { VisitLog } from '#platform/impersonation/visit_log'
import Activity from '#tenancy/activity/activity'
import { JobQueue } from '#tenancy/jobs/job_queue'
import tenancy from '#tenancy/services/tenancy'
import { createAdmin, signInAdmin } from '#tests/functional/admin/admin'
import { hostOf } from '#tests/support/browser'
import { asOwner } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { formOf, text } from '#tests/support/forms'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, Visitor } from '#tests/support/operator'

const REASON = 'Ticket 17: router offline'

let isp: Isp

/** An admin who has asked to look in: their browser on the platform's host, and where the link leads. */
async function asked(at = isp, by?: Visitor) {
  const admin = by ?? (await signInAdmin(await createAdmin()))
  const page = `/admin/tenants/${at.tenant.id}`
  const { headers } = await admin.send(page, { reason: REASON }, `${page}/support`)
  const link = new URL(headers.location ?? '')
  if (link.host !== hostOf(at.tenant)) throw new Error(`The link leads to ${link.host}`)
  return { admin, path: link.pathname + link.search }
}

/** …and has followed it. */
async function inside() {
  const { admin, path } = await asked()
  const visitor = new Visitor(hostOf(isp.tenant), admin.address)
  const entered = await visitor.get(path)
  if (entered.headers.location !== '/dashboard') throw new Error('The link opened nothing')
  return { admin, visitor, path }
}

const activities = () =>
  isp.inside(() => Activity.query().whereLike('action', 'support.%').orderBy('id', 'desc'))

test.group('A support visit', (group) => {
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
  })
  group.each.setup(async () => {
    await asOwner('delete from platform.impersonations where tenant_id = $1', [isp.tenant.id])
  })

  test('is announced on every page, there and at the ISP', async ({ assert }) => {
    const { visitor } = await inside()
    const owner = await operatorOf(isp)
    for (const path of ['/dashboard', '/dashboard/customers', '/dashboard/logs']) {
      assert.include(text((await visitor.get(path)).body), 'Portico support: Ada Min', path)
      assert.include(text((await owner.get(path)).body), REASON, path)
    }
  })

  test('leaves what was opened and tried in the activity log', async ({ assert }) => {
    const { visitor } = await inside()
    await visitor.get('/dashboard/customers')
    await visitor.get('/dashboard/customers/export')
    const log = await activities()
    assert.deepEqual(
      log.slice(0, 3).map(({ action, subject, accountName }) => [action, subject, accountName]),
      [
        ['support.refused', '/dashboard/customers/export', 'Portico: Ada Min'],
        ['support.viewed', '/dashboard/customers', 'Portico: Ada Min'],
        ['support.entered', REASON, 'Portico: Ada Min'],
      ]
    )
  })

  test('changes nothing and shows no secret', async ({ assert }) => {
    const router = await registerRouter(isp)
    const { visitor } = await inside()
    const page = await visitor.get(`/dashboard/routers/${router.id}`)
    assert.equal(page.status, 200)
    assert.notInclude(page.body, router.secret(isp.tenant.id))
    const { fields } = formOf(page, '/support/leave')
    for (const path of [
      '/dashboard/packages',
      '/dashboard/settings/profile',
      '/dashboard/support/end',
    ]) {
      const answer = await visitor.browser.visit(visitor.host, path, {
        method: 'POST',
        form: { ...fields, name: 'Mine' },
        headers: { 'x-forwarded-for': visitor.address },
      })
      assert.equal(answer.status, 403, path)
    }
    for (const path of [
      '/dashboard/customers/export',
      '/dashboard/packages/create',
      `/dashboard/routers/${router.id}/edit`,
      '/switch/another',
      '/dashboard/settings/gateways/payment/bkash',
    ]) {
      assert.equal((await visitor.get(path)).status, 403, path)
    }
  })

  test('needs a link that nobody has used, of this ISP', async ({ assert }) => {
    const { path } = await inside()
    const again = new Visitor(hostOf(isp.tenant))
    assert.equal((await again.get(path)).headers.location, '/login')

    const other = await openIsp({ packages: false, gateways: false })
    const fresh = await asked()
    const there = new Visitor(hostOf(other.tenant))
    assert.equal((await there.get(fresh.path)).headers.location, '/login')
    assert.equal((await there.get('/dashboard')).headers.location, '/login')
  })

  test('is one at a time: whoever goes to another ISP has left the first', async ({ assert }) => {
    const other = await openIsp({ packages: false, gateways: false })
    const { admin, visitor } = await inside()
    const unused = await asked(other, admin)
    const next = await asked(other, admin)
    assert.include((await visitor.get('/dashboard')).headers.location ?? '', '/admin/tenants/')
    assert.equal((await activities())[0]?.action, 'support.ended')

    const there = new Visitor(hostOf(other.tenant), admin.address)
    assert.equal((await there.get(unused.path)).headers.location, '/login')
    assert.equal((await there.get(next.path)).headers.location, '/dashboard')
    const back = await admin.get(`/admin/tenants/${isp.tenant.id}`)
    assert.include(text(back.body), 'ended by Ada Min')
  })

  test('is not to be had of an ISP that is closed, and ends when one is', async ({ assert }) => {
    const closing = await openIsp({ packages: false, gateways: false })
    const { admin, path } = await asked(closing)
    const visitor = new Visitor(hostOf(closing.tenant), admin.address)
    assert.equal((await visitor.get(path)).headers.location, '/dashboard')
    assert.equal((await visitor.get('/dashboard')).status, 200)

    const page = `/admin/tenants/${closing.tenant.id}`
    const { fields } = formOf(await admin.get(page), `${page}/support`)
    const shut = { subdomain: closing.tenant.slug, reason: REASON }
    await admin.send(page, shut, `${page}/close`)
    assert.equal((await visitor.get('/dashboard')).status, 404)
    assert.notInclude((await admin.get(page)).body, `action="${page}/support"`)
    const forced = await admin.browser.visit(admin.host, `${page}/support`, {
      method: 'POST',
      form: { ...fields, reason: REASON },
      headers: { 'x-forwarded-for': admin.address },
    })
    assert.equal(forced.status, 404)
  })

  test('is over at once when the owner ends it', async ({ assert }) => {
    const { visitor } = await inside()
    const owner = await operatorOf(isp)
    const manager = await operatorOf(isp, 'manager')
    assert.notInclude((await manager.get('/dashboard')).body, '/dashboard/support/end')
    await owner.send('/dashboard', {}, '/dashboard/support/end')

    const after = await visitor.get('/dashboard')
    assert.include(after.headers.location ?? '', `/admin/tenants/${isp.tenant.id}`)
    assert.equal((await visitor.get('/dashboard')).headers.location, '/login')
    assert.notInclude(text((await owner.get('/dashboard')).body), REASON)
    assert.equal((await activities())[0]?.action, 'support.ended')
  })

  test('is over when its time is, when the admin leaves, or is none any more', async ({
    assert,
  }) => {
    const late = await inside()
    await Impersonation.query()
      .where('tenant_id', isp.tenant.id)
      .update({ expiresAt: new Date(Date.now() - 1000) })
    assert.include((await late.visitor.get('/dashboard')).headers.location ?? '', '/admin/')

    const left = await inside()
    const out = await left.visitor.send('/dashboard', {}, '/support/leave')
    assert.include(out.headers.location ?? '', `/admin/tenants/${isp.tenant.id}`)
    assert.equal((await left.visitor.get('/dashboard')).headers.location, '/login')

    const dismissed = await inside()
    await asOwner(
      `update platform.accounts set is_admin = false where id =
         (select account_id from platform.impersonations where tenant_id = $1 order by id desc limit 1)`,
      [isp.tenant.id]
    )
    assert.include((await dismissed.visitor.get('/dashboard')).headers.location ?? '', '/admin/')
  })

  test('is mailed to the owners', async ({ assert }) => {
    const clock = new FrozenClock((await app.container.make(Clock)).now())
    const log = new VisitLog(tenancy, await app.container.make(JobQueue), new MailSender(true))
    const visits = new SupportVisits(clock, log)
    const { account } = await createAdmin()
    const link = new URL(await visits.open(account, isp.tenant, REASON, '192.0.2.1'))
    await visits.enter(isp.tenant, link.searchParams.get('ticket') ?? '', '192.0.2.1')

    /** While it is being tried pg-boss takes it out and puts it back. */
    const mail = await eventually('the letter is queued', async () => {
      const [found] = await asOwner<{ data: { to: string; text: string } }>(
        `delete from pgboss.job where name = 'send-mail' and data->>'tenantId' = $1
          and data->>'subject' like '%looking at%' returning data`,
        [String(isp.tenant.id)]
      )
      return found
    })
    assert.equal(mail.data.to, isp.account.email)
    assert.include(mail.data.text, REASON)
  })
})
