import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { parseCsv } from '#core/csv'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { CollectHealth } from '#platform/health/collect_health'
import { DueTenants } from '#platform/health/due_tenants'
import { schemaNumbersQuery } from '#platform/health/schema_numbers_query'
import { adminVisitor } from '#tests/functional/admin/admin'
import { asOwner } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { createCustomer } from '#tests/support/fixtures'
import { text } from '#tests/support/forms'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'

let isp: Isp

/** Says something in the ISP's own schema, as the owner of all tables. */
function say({ tenant }: Isp, sql: string) {
  return asOwner(`set search_path to ${tenant.schema}; ${sql}`)
}

/** Collects of this tenant, however many others are due. @param lastAt when it last was, as if */
async function collect({ tenant }: Isp, lastAt: DateTime | null = null) {
  const [health, due] = [
    await app.container.make(CollectHealth),
    await app.container.make(DueTenants),
  ]
  await due.ensure()
  await asOwner(
    `update platform.tenant_health set due_at = 'epoch', collected_at = $2 where tenant_id = $1`,
    [tenant.id, lastAt?.toJSDate() ?? null]
  )
  await health.execute(1)
  const [row] = await asOwner<Record<string, unknown>>(
    'select * from platform.tenant_health where tenant_id = $1',
    [tenant.id]
  )
  if (!row) throw new Error('Nothing was collected')
  return row
}

test.group('Health of tenants', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    const router = await registerRouter(isp)
    await say(
      isp,
      `
      update routers set health = '{"reachable": true}' where id = ${router.id};
      insert into radpostauth (username, reply) select 'A', 'Access-Accept' from generate_series(1, 3);
      insert into radpostauth (username, reply) values ('B', 'Access-Reject');
      insert into radpostauth (username, reply, authdate)
        values ('C', 'Access-Reject', now() - interval '2 hours');
      insert into sms_messages (mobile, event, body, segments, status, created_at) values
        ('+8801700000001', 'otp', 'x', 1, 'failed', now()),
        ('+8801700000001', 'otp', 'x', 1, 'failed', now() - interval '2 days');
      insert into sms_messages (mobile, event, body, segments, status, used_at, cost_micros, cost_currency)
        values ('+8801700000001', 'otp', 'x', 1, 'sent', now(), 355000, 'BDT'),
               ('+8801700000001', 'otp', 'x', 1, 'sent', null, 355000, 'BDT')`
    )
    const customer = await isp.inside(() => createCustomer(1, 'Karim'))
    await say(
      isp,
      `
      insert into customer_payments (customer_id, method, package_name, amount_minor, currency)
      values (${customer.id}, 'cash', 'A day', 12345, 'BDT')`
    )
    await asOwner(
      `insert into pgboss.job (name, data, state, completed_on)
       values ('send-sms', jsonb_build_object('tenantId', $1::bigint), 'failed', now())`,
      [isp.tenant.id]
    )
  })

  test('are collected of the last hour, day and month', async ({ assert }) => {
    const row = await collect(isp)
    assert.containsSubset(row, {
      routers_up: 1,
      routers_down: 0,
      accepts_hour: 3,
      rejects_hour: 1,
      failed_sms: 1,
      failed_jobs: 1,
      dead_commands: 0,
      codes_day: 3,
      codes_used_day: 1,
      code_costs: [{ currency: 'BDT', micros: 710000 }],
      revenue_minor: '12345',
      failed_at: null,
    })
    assert.isAbove(Number(row.size_octets), 100_000)
    assert.isNotNull(row.last_activity_at)
  })

  test('stand in the list, on the page and in the export', async ({ assert }) => {
    await collect(isp)
    const admin = await adminVisitor()
    const list = text((await admin.get(`/admin?q=${isp.tenant.slug}`)).body)
    assert.include(list, '1 up')
    assert.include(list, 'accepts 3 rejects 1')
    assert.include(list, '123.45')
    const page = text((await admin.get(`/admin/tenants/${isp.tenant.id}`)).body)
    assert.include(page, isp.account.email)
    const csv = parseCsv((await admin.get(`/admin/tenants.csv?q=${isp.tenant.slug}`)).body)
    assert.lengthOf(csv, 2)
    assert.includeMembers(csv[1]?.cells ?? [], [isp.tenant.slug, '123.45', 'BDT'])
  })

  test('say how many accounting packets come an hour, though each overwrites the last', async ({
    assert,
  }) => {
    assert.isNull((await collect(isp)).accounting_hour)
    const counted = async () => {
      const numbers = await schemaNumbersQuery(db, [isp.tenant.id], DateTime.utc())
      return numbers.get(isp.tenant.id)?.accountingTotal ?? 0
    }
    const before = await counted()
    await say(
      isp,
      `
      insert into radacct (acctsessionid, acctuniqueid, username, nasipaddress, acctstarttime, acctupdatetime)
        values ('S', 'u', 'A', '127.0.0.9', now(), now());
      update radacct set acctupdatetime = now(), acctsessiontime = 60;
      update radacct set acctupdatetime = now(), acctsessiontime = 120`
    )
    await eventually('Postgres has counted', async () => (await counted()) >= before + 3)
    const row = await collect(isp, DateTime.utc().minus({ minutes: 30 }))
    assert.approximately(Number(row.accounting_hour), 6, 1)
  })

  test('say when RADIUS last heard of each router, and which ISP has gone silent', async ({
    assert,
  }) => {
    const quiet = await openIsp({ packages: false, gateways: false })
    const [one, other] = [await registerRouter(quiet), await registerRouter(quiet)]
    await say(
      quiet,
      `
      insert into radpostauth (username, reply, authdate, nasipaddress)
        values ('A', 'Access-Accept', '2026-03-01T10:00Z', '${one.address}');
      insert into radacct (acctsessionid, acctuniqueid, username, nasipaddress, acctstarttime, acctupdatetime)
        values ('S', 'u', 'A', '${one.address}', '2026-03-01T09:00Z', '2026-03-01T11:00Z')`
    )
    await collect(quiet)
    const heard = await asOwner<{ router_id: string; heard_at: Date | null }>(
      'select router_id, heard_at from platform.router_packets where tenant_id = $1 order by 1',
      [quiet.tenant.id]
    )
    assert.deepEqual(
      heard.map(({ router_id: id, heard_at: at }) => [Number(id), at?.toISOString()]),
      [
        [one.id, '2026-03-01T11:00:00.000Z'],
        [other.id, undefined],
      ]
    )
    const admin = await adminVisitor()
    const { id, slug, name } = quiet.tenant
    const page = text((await admin.get(`/admin/tenants/${id}`)).body)
    assert.match(
      page,
      new RegExp(`${one.address} \\d+ months? ago Silent ${other.address} Never heard`)
    )
    assert.include(text((await admin.get(`/admin?q=${slug}&health=silent`)).body), name)
    assert.notInclude(text((await admin.get(`/admin?q=${slug}&health=fine`)).body), name)
    const clients = text((await admin.get(`/admin/radius?q=${slug}&heard=silent`)).body)
    assert.include(clients, one.address)
    assert.notInclude(clients, other.address)
    assert.include(
      text((await admin.get(`/admin/radius?q=${slug}&heard=never`)).body),
      other.address
    )
  })

  test('of one that cannot be read, the older figures stay, and say so', async ({ assert }) => {
    const broken = await openIsp({ packages: false, gateways: false })
    await collect(broken)
    await asOwner(`alter table ${broken.tenant.schema}.radpostauth rename to gone`)
    const row = await collect(broken)
    assert.isNotNull(row.failed_at)
    assert.equal(row.rejects_hour, 0)
    const page = await (await adminVisitor()).get(`/admin/tenants/${broken.tenant.id}`)
    assert.include(text(page.body), 'could not be collected')
  })

  test('a tenant is found by its owner’s e-mail, schema, state, plan, country and health', async ({
    assert,
  }) => {
    const admin = await adminVisitor()
    const finds = async (query: string) =>
      text((await admin.get(`/admin?${query}`)).body).includes(isp.tenant.name)
    const email = encodeURIComponent(isp.account.email)
    assert.isTrue(await finds(`q=${email}`))
    assert.isTrue(await finds(`q=${email}&state=trial&plan=growth&country=BD&order=errors`))
    assert.isFalse(await finds(`q=${email}&state=suspended`))
    assert.isFalse(await finds(`q=${email}&plan=pro`))
    assert.isFalse(await finds(`q=${email}&country=KE`))
    assert.isTrue(await finds(`q=${isp.tenant.schema}&health=errors`))
    assert.isFalse(await finds(`q=${email}&health=behind`))
    for (const order of ['earned', 'revenue', 'size', 'active', 'name'])
      assert.isTrue(await finds(`q=${email}&order=${order}`), order)
  })
})
