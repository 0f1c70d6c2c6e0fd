import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { appUrl } from '#config/app'
import { Clock, FrozenClock } from '#core/clock'
import Invoice from '#platform/billing/invoices/invoice'
import { EraseDue } from '#platform/lifecycle/erasing/erase_due'
import { EraseTenant } from '#platform/lifecycle/erasing/erase_tenant'
import { ErasingRefused } from '#platform/lifecycle/errors'
import TenantEvent from '#platform/lifecycle/tenant_event'
import { JobQueue } from '#tenancy/jobs/job_queue'
import Tenant from '#tenancy/models/tenant'
import { MigrateTenants } from '#tenancy/provisioning/migrate_tenants'
import { adminVisitor } from '#tests/functional/admin/admin'
import { post } from '#tests/functional/platform/billing/events'
import {
  billing,
  subscribed,
  withBilling,
  withCustomer,
} from '#tests/functional/platform/billing/stage'
import {
  closedDaysAgo,
  payingCustomer,
  whileStripeIsAway,
} from '#tests/functional/platform/states/stage'
import { hostOf, visit } from '#tests/support/browser'
import { asOwner, connectAs } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { errorAt, text } from '#tests/support/forms'
import { openIsp, PASSWORD, registerRouter, type Isp } from '#tests/support/isp'
import { employ, Visitor } from '#tests/support/operator'

/** The platform's tables that speak of tenants. */
async function platformTables(): Promise<string[]> {
  const rows = await asOwner<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = 'platform' and column_name = 'tenant_id' order by 1`
  )
  return rows.map(({ name }) => name)
}

/** How many rows each table has of a tenant: the platform's, and its own where there are any. */
async function rowsOf({ id, schema }: Tenant): Promise<Record<string, number>> {
  const own = await asOwner<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r'
        and relnamespace = to_regnamespace($1) order by 1`,
    [schema]
  )
  const platform = await platformTables()
  const counts = [
    ...own.map(
      ({ name }) => `select '${name}' as name, count(*)::int as rows from ${schema}.${name}`
    ),
    ...platform.map(
      (name) =>
        `select '${name}' as name, count(*)::int as rows from platform.${name} where tenant_id = ${Number(id)}`
    ),
  ]
  const rows = await asOwner<{ name: string; rows: number }>(counts.join(' union all '))
  return Object.fromEntries(rows.map(({ name, rows: count }) => [name, count]))
}

async function invoiced({ id }: Tenant): Promise<void> {
  const day = DateTime.utc()
  const period = {
    periodStart: day.minus({ months: 1 }),
    periodEnd: day,
    issuedAt: day,
    dueAt: day,
  }
  await Invoice.create({
    ...period,
    tenantId: id,
    number: `TEST-${id}`,
    status: 'paid',
    amountMinor: 1900,
    currency: 'USD',
  })
}

/** Erases now, however lately it was closed. */
async function erasing(tenantId: number): Promise<void> {
  const erase = await app.container.make(EraseTenant)
  await erase.execute({ tenantId, reason: 'A test', by: { kind: 'system', name: 'A test' } })
}

/** An ISP with something in as many tables as come by it easily. */
async function livedIn(): Promise<Isp> {
  const isp = await openIsp({ gateways: false })
  await payingCustomer(isp)
  await registerRouter(isp)
  await employ(isp, 'manager')
  await invoiced(isp.tenant)
  return isp
}

test.group('States | Erasing', (group) => {
  let isp: Isp
  withBilling(group)
  group.each.setup(async () => {
    isp = await livedIn()
  })

  const round = async () => (await app.container.make(EraseDue)).execute()
  const status = async () => (await Tenant.findOrFail(isp.tenant.id)).status

  test('takes everything but our invoices, the history and the name, and nothing of another’s', async ({
    assert,
  }) => {
    const other = await livedIn()
    const others = await rowsOf(other.tenant)
    const customer = await withCustomer(isp)
    await closedDaysAgo(isp.tenant, 31)
    await round()

    const { tenant } = isp
    const left = await rowsOf(tenant)
    const kept = Object.entries(left).filter(([, rows]) => rows > 0)
    assert.deepEqual(Object.fromEntries(kept), { invoices: 1, tenant_events: 1 })
    assert.deepEqual(await rowsOf(other.tenant), others)
    assert.isEmpty(await asOwner('select from pg_roles where rolname = $1', [tenant.schema]))
    assert.isEmpty(
      await asOwner(`select from pgboss.job where data->>'tenantId' = $1`, [String(tenant.id)])
    )
    const { before, after, actor } = await TenantEvent.findByOrFail('tenant_id', tenant.id)
    assert.deepEqual([before, after, actor], ['closed', 'erased', 'system'])
    const { name, settings } = await Tenant.findOrFail(tenant.id)
    assert.deepEqual([name, settings], [tenant.name, {}])

    assert.equal((await visit(hostOf(tenant), '/login')).status, 404)
    const stranger = await new Visitor(appUrl.host).submit('/signup', {
      company: 'Another company',
      subdomain: tenant.slug,
      country: 'BD',
      name: 'A stranger',
      email: `stranger@${tenant.slug}.test`,
      password: PASSWORD,
    })
    assert.match(errorAt(stranger, 'subdomain') ?? '', /taken/)

    await post({ id: `evt_${tenant.schema}`, object: { id: 'sub_x', customer } })
    const [event] = await asOwner('select outcome from platform.billing_events where id = $1', [
      `evt_${tenant.schema}`,
    ])
    assert.deepEqual(event, { outcome: 'foreign' })
    const migrate = await app.container.make(MigrateTenants)
    assert.notInclude(
      (await migrate.status()).map(({ slug }) => slug),
      tenant.slug
    )
  })

  test('jobs that come for it later end quietly', async ({ assert }) => {
    await closedDaysAgo(isp.tenant, 31)
    await round()
    const jobs = await app.container.make(JobQueue)
    const tenantId = isp.tenant.id
    await Promise.all([
      jobs.send('send-sms', { tenantId, messageId: 1 }),
      jobs.send('router-commands', { tenantId, routerId: 1 }),
      jobs.send('ask-subscription', { tenantId }),
      jobs.send('migrate-tenant', { tenantId }),
      jobs.send('open-tenant', { tenantId }),
      jobs.send('follow-move', { tenantId }),
    ])
    await eventually('all of them are through', async () => {
      const rows = await asOwner<{ state: string; retry_count: number }>(
        `select state, retry_count from pgboss.job where data->>'tenantId' = $1`,
        [String(tenantId)]
      )
      const failed = rows.filter(({ retry_count: tries }) => tries > 0)
      assert.isEmpty(failed)
      return rows.length === 6 && rows.every(({ state }) => state === 'completed')
    })
  })

  test('waits until both clocks say that its time is over', async ({ assert }) => {
    const at = async (days: number) => {
      app.container.swap(Clock, () => new FrozenClock(DateTime.utc().plus({ days })))
      await round().finally(() => app.container.restore(Clock))
    }
    await closedDaysAgo(isp.tenant, 29)
    await at(400)
    assert.equal(await status(), 'closed')
    await closedDaysAgo(isp.tenant, 31)
    await at(-400)
    assert.equal(await status(), 'closed')
    await at(0)
    assert.equal(await status(), 'erased')
  })

  test('waits for Stripe: whoever may still be charged is not erased', async ({ assert }) => {
    const { id } = await subscribed(isp, 'starter')
    await closedDaysAgo(isp.tenant, 31)
    await assert.rejects(
      () => whileStripeIsAway(() => erasing(isp.tenant.id)),
      /connection to Stripe/
    )
    assert.equal(await status(), 'closed')
    await erasing(isp.tenant.id)
    assert.equal(await status(), 'erased')
    assert.equal((await billing().client.subscriptions.retrieve(id)).status, 'canceled')
  })

  test('killed half-way it has not begun, and is done again', async ({ assert, cleanup }) => {
    await closedDaysAgo(isp.tenant, 31)
    const before = await rowsOf(isp.tenant)
    const holder = await connectAs('owner')
    cleanup(() => holder.end())
    await holder.query('begin')
    await holder.query('lock table platform.memberships in share mode')

    const dying = round()
    const pid = await eventually('it stands before the memberships', async () => {
      const [row] = await asOwner<{ pid: number }>(
        `select pid from pg_stat_activity where wait_event_type = 'Lock'
            and query like 'delete from platform.memberships%'`
      )
      return row?.pid
    })
    await holder.query('select pg_terminate_backend($1)', [pid])
    await dying
    await holder.query('rollback')
    assert.equal(await status(), 'closed')
    assert.deepEqual(await rowsOf(isp.tenant), before)

    await Promise.all([round(), round()])
    assert.equal(await status(), 'erased')
    assert.lengthOf(await TenantEvent.query().where('tenant_id', isp.tenant.id), 1)
  })

  test('one of us does it sooner, by its name and with a reason, when it is closed', async ({
    assert,
  }) => {
    const admin = await adminVisitor()
    const page = `/admin/tenants/${isp.tenant.id}`
    const erase = (changes: Record<string, string>) =>
      admin.submit(page, { reason: 'They asked for it', ...changes }, `${page}/erase`)
    await assert.rejects(() => erasing(isp.tenant.id), ErasingRefused)

    await closedDaysAgo(isp.tenant, 1)
    assert.include(errorAt(await erase({ subdomain: 'another' }), 'subdomain') ?? '', 'not its')
    assert.isDefined(errorAt(await erase({ subdomain: isp.tenant.slug, reason: '' }), 'reason'))
    assert.equal(await status(), 'closed')
    const done = await erase({ subdomain: isp.tenant.slug })
    assert.equal(await status(), 'erased')
    assert.include(text(done.body), 'They asked for it')
    assert.include(text(done.body), 'The name stays reserved')
    assert.equal((await admin.get(`${page}/export.zip`)).status, 404)
  })
})
