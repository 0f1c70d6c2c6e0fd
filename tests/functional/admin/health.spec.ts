import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { parseCsv } from '#core/csv'
import { CollectHealth } from '#platform/health/collect_health'
import { adminVisitor } from '#tests/functional/admin/admin'
import { asOwner } from '#tests/support/database'
import { createCustomer } from '#tests/support/fixtures'
import { text } from '#tests/support/forms'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'

let isp: Isp

/** Says something in the ISP's own schema, as the owner of all tables. */
function say({ tenant }: Isp, sql: string) {
  return asOwner(`set search_path to ${tenant.schema}; ${sql}`)
}

/** Collects of this tenant, however many others are due. */
async function collect({ tenant }: Isp) {
  const health = await app.container.make(CollectHealth)
  await health.ensure()
  await asOwner(
    `update platform.tenant_health set due_at = 'epoch', collected_at = null where tenant_id = $1`,
    [tenant.id]
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
        ('+8801700000001', 'otp', 'x', 1, 'failed', now() - interval '2 days')`
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
    assert.include(list, '3 / 1')
    assert.include(list, '123.45')
    const page = text((await admin.get(`/admin/tenants/${isp.tenant.id}`)).body)
    assert.include(page, isp.account.email)
    const csv = parseCsv((await admin.get(`/admin/tenants.csv?q=${isp.tenant.slug}`)).body)
    assert.lengthOf(csv, 2)
    assert.includeMembers(csv[1]?.cells ?? [], [isp.tenant.slug, '123.45', 'BDT'])
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

  test('a tenant is found by its owner’s e-mail, state, plan and country', async ({ assert }) => {
    const admin = await adminVisitor()
    const finds = async (query: string) =>
      text((await admin.get(`/admin?${query}`)).body).includes(isp.tenant.name)
    const email = encodeURIComponent(isp.account.email)
    assert.isTrue(await finds(`q=${email}`))
    assert.isTrue(await finds(`q=${email}&state=trial&plan=growth&country=BD&order=errors`))
    assert.isFalse(await finds(`q=${email}&state=suspended`))
    assert.isFalse(await finds(`q=${email}&plan=pro`))
    assert.isFalse(await finds(`q=${email}&country=KE`))
  })
})
