import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import { LimitGrants } from '#platform/plans/limit_grants'
import { OverrideLimits } from '#platform/plans/override_limits'
import TenantEvent from '#platform/lifecycle/tenant_event'
import Tenant from '#tenancy/models/tenant'
import db from '@adonisjs/lucid/services/db'
import { adminVisitor } from '#tests/functional/admin/admin'
import { asOwner } from '#tests/support/database'
import { errorAt, formOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import type { Visitor } from '#tests/support/operator'

let isp: Isp
let admin: Visitor
let page: string

const REASON = 'Asked for by mail'

test.group('What admins decide', (group) => {
  group.setup(async () => {
    admin = await adminVisitor()
  })
  group.each.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    page = `/admin/tenants/${isp.tenant.id}`
  })

  const send = (act: string, fields: Record<string, string>) =>
    admin.submit(page, { reason: REASON, ...fields }, `${page}/${act}`)
  const now = () => Tenant.findOrFail(isp.tenant.id)
  const granted = async () => {
    const { limitOverrides, featureGrants } = await now()
    return [limitOverrides, featureGrants]
  }
  const lastEvent = () =>
    TenantEvent.query().where('tenant_id', isp.tenant.id).orderBy('id', 'desc').firstOrFail()

  test('suspending and opening again, with who did it and why', async ({ assert }) => {
    await send('status', { to: 'suspended' })
    assert.equal((await now()).status, 'suspended')
    const shown = await send('status', { to: 'active' })
    assert.equal((await now()).status, 'active')
    assert.containsSubset((await lastEvent()).serialize(), {
      before: 'suspended',
      after: 'active',
      reason: REASON,
      actor: 'person',
      actorName: 'Ada Min',
    })
    assert.include(text(shown.body), REASON)
  })

  test('nothing without a reason', async ({ assert }) => {
    for (const act of ['status', 'close', 'plan', 'limits', 'support']) {
      assert.isDefined(errorAt(await send(act, { reason: ' ' }), 'reason'), act)
    }
    assert.equal((await now()).status, 'trial')
  })

  test('closing only who writes which ISP it is', async ({ assert }) => {
    const refused = await send('close', { subdomain: 'another' })
    assert.equal(errorAt(refused, 'subdomain'), 'This is not its subdomain.')
    await admin.send(page, { to: 'closed', reason: REASON }, `${page}/status`)
    assert.equal((await now()).status, 'trial')
    await send('close', { subdomain: isp.tenant.slug })
    assert.equal((await now()).status, 'closed')
  })

  test('a plan', async ({ assert }) => {
    await send('plan', { plan: 'pro' })
    assert.equal((await now()).plan, 'pro')
    assert.equal((await lastEvent()).kind, 'plan')
  })

  test('limits and features beside the plan, until their day is over', async ({ assert }) => {
    await send('plan', { plan: 'starter' })
    const until = DateTime.utc().plus({ days: 3 })
    const day = until.toFormat('yyyy-MM-dd')
    const shown = await send('limits', { routers: '25', accounting: '1', until: day })
    assert.deepEqual(await granted(), [{ routers: 25 }, ['accounting']])
    assert.include(text(shown.body), '{"routers":25,"features":["accounting"]}')
    assert.equal(formOf(shown, `${page}/limits`).fields.accounting, '1')

    const clock = new FrozenClock(until.endOf('day').minus({ minutes: 1 }))
    const grants = new LimitGrants(db, clock, await app.container.make(OverrideLimits))
    await grants.endDue()
    assert.deepEqual(await granted(), [{ routers: 25 }, ['accounting']])
    clock.advance(120)
    await grants.endDue()
    assert.deepEqual(await granted(), [{}, []])
    assert.equal((await lastEvent()).actor, 'system')
  })

  test('no limits until a day that is over', async ({ assert }) => {
    assert.isDefined(errorAt(await send('limits', { routers: '25', until: '2020-01-01' }), 'until'))
    assert.isDefined(errorAt(await send('limits', { staff: '-1' }), 'staff'))
    assert.deepEqual((await now()).limitOverrides, {})
  })

  test('that the money for an invoice of ours came, once', async ({ assert }) => {
    const [invoice] = await asOwner<{ id: string }>(
      `insert into platform.invoices (tenant_id, number, plan, status, amount_minor, currency,
         period_start, period_end, issued_at, due_at)
       values ($1, $2, 'pro', 'open', 2900, 'USD', now(), now() + interval '1 month', now(), now())
       returning id`,
      [isp.tenant.id, `P-${isp.tenant.slug}`]
    )
    const act = `${page}/invoices/${invoice?.id}/settle`
    const refused = await admin.submit(page, { amount: '29', reference: '' }, act)
    assert.isDefined(errorAt(refused, 'reference'))
    for (const amount of ['28.99', '30', 'all of it']) {
      const differs = await admin.submit(page, { amount, reference: 'Bank 4711' }, act)
      assert.include(errorAt(differs, 'amount'), 'The invoice is over $29')
    }
    const done = await admin.submit(page, { amount: '29.00', reference: 'Bank 4711' }, act)
    assert.include(text(done.body), 'Ada Min: Bank 4711')
    assert.equal((await now()).plan, 'pro')
    assert.notInclude(done.body, act)
  })

  test('that an invoice of ours is owed no more, with the reason', async ({ assert }) => {
    const number = `P-void-${isp.tenant.slug}`
    const [invoice] = await asOwner<{ id: string }>(
      `insert into platform.invoices (tenant_id, number, plan, status, amount_minor, currency,
         period_start, period_end, issued_at, due_at)
       values ($1, $2, 'pro', 'open', 2900, 'USD', now() + interval '1 year',
         now() + interval '13 months', now(), now()) returning id`,
      [isp.tenant.id, number]
    )
    const act = `${page}/invoices/${invoice?.id}/void`
    assert.include(text((await admin.get(page)).body), `Void invoice ${number}?`)
    assert.isDefined(errorAt(await admin.submit(page, { reason: '' }, act), 'reason'))
    const done = await admin.submit(page, { reason: 'Written twice' }, act)
    assert.include(text(done.body), 'Ada Min: Written twice')
    assert.notInclude(done.body, act)
    assert.equal((await lastEvent()).reason, `${number}: Written twice`)
  })
})
