import { buffer } from 'node:stream/consumers'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { appUrl } from '#config/app'
import { parseCsv } from '#core/csv'
import Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import { CreateVouchers } from '#hotspot/vouchers/create_vouchers'
import Voucher from '#hotspot/vouchers/voucher'
import { ExportUnderWay } from '#platform/lifecycle/errors'
import { EXPORTED_TABLES } from '#platform/lifecycle/export/tables'
import { TenantZip } from '#platform/lifecycle/export/tenant_zip'
import TenantEvent from '#platform/lifecycle/tenant_event'
import Activity from '#tenancy/activity/activity'
import { adminVisitor } from '#tests/functional/admin/admin'
import { signedIn } from '#tests/functional/platform/accounts/people'
import { move } from '#tests/functional/platform/states/stage'
import { fetchedBy, soldForCash } from '#tests/functional/receipts/counter'
import { asOwner, connectAs } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import { unzip } from '#tests/support/unzip'

const EXPORT = '/dashboard/settings/company/export.zip'
const FORMULA = '=HYPERLINK("http://x.test";"গ্রাহক")'
const MANY = 3000

/** A file as its lines, by the names of its columns. */
function lines(files: Map<string, Buffer>, name: string): Record<string, string>[] {
  const [head, ...rows] = parseCsv(files.get(`${name}.csv`)?.toString('utf8') ?? '')
  return rows.map(({ cells }) =>
    Object.fromEntries((head?.cells ?? []).map((column, at) => [column, cells[at] ?? '']))
  )
}

/** So many customers, and as many lines in the log of what they did. */
async function crowd({ tenant: { schema } }: Isp): Promise<void> {
  await asOwner(
    `insert into ${schema}.customers (mobile, name, status)
     select '+88018' || lpad(n::text, 8, '0'), 'Customer ' || n, 'active'
       from generate_series(1, $1) n`,
    [MANY]
  )
  await asOwner(
    `insert into ${schema}.hotspot_logs (event, detail)
     select 'otp_sent', jsonb_build_object('text', repeat(md5(n::text), 8))
       from generate_series(1, $1) n`,
    [MANY]
  )
}

test.group('States | Export', (group) => {
  let isp: Isp
  let secrets: string[]

  group.setup(async () => {
    isp = await openIsp()
    const router = await registerRouter(isp)
    await soldForCash(isp, 1)
    const create = await app.container.make(CreateVouchers)
    secrets = await isp.inside(async () => {
      await Customer.query().update({ name: FORMULA })
      const { id } = await Package.findByOrFail('name', 'Weekly')
      const batch = { packageId: id, count: 2, label: 'Shop', expiresAt: null }
      await create.execute(isp.tenant, { ...batch, createdByName: 'A test' })
      const vouchers = await Voucher.all()
      return [
        router.secret(isp.tenant.id),
        router.token,
        'api-password',
        ...vouchers.flatMap(({ sealedCode, codeHash }) => [sealedCode, codeHash]),
      ]
    })
    const sealed = await asOwner<{ value: string }>(
      `select credentials as value from ${isp.tenant.schema}.payment_gateways
        union select credentials from ${isp.tenant.schema}.sms_gateways
        union select radius_secret from ${isp.tenant.schema}.routers
        union select api_password from ${isp.tenant.schema}.routers`
    )
    secrets.push(...sealed.map(({ value }) => value))
  })

  test('has every table as a file, safe in a spreadsheet, and no secret', async ({ assert }) => {
    const owner = await operatorOf(isp)
    const answer = await fetchedBy(owner, EXPORT)
    assert.equal(answer.headers['content-type'], 'application/zip')
    const files = unzip(answer.octets)
    assert.sameMembers(
      [...files.keys()],
      [...EXPORTED_TABLES.map(({ file }) => file), 'company', 'staff', 'portico_invoices'].map(
        (file) => `${file}.csv`
      )
    )
    const everything = [...files.values()].map((file) => file.toString('utf8')).join('\n')
    for (const secret of secrets) assert.notInclude(everything, secret)

    assert.include(files.get('customers.csv')?.toString('utf8') ?? '', `"'=HYPERLINK(`)
    const [customer] = lines(files, 'customers')
    assert.equal(customer?.name, FORMULA)
    assert.match(customer?.created_at ?? '', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    const [payment] = lines(files, 'payments')
    const { amount_minor: minor, amount, currency } = payment ?? {}
    assert.deepEqual([minor, amount, currency], ['3000', '30.00', 'BDT'])
    const [gateway] = lines(files, 'payment_gateways')
    assert.deepEqual([gateway?.minimum, gateway?.currency], ['0.00', 'BDT'])
    assert.lengthOf(lines(files, 'vouchers'), 2)
    assert.equal(lines(files, 'staff')[0]?.email, isp.account.email)
    assert.isEmpty(lines(files, 'refunds'))

    const activity = await isp.inside(() => Activity.findByOrFail('action', 'company.exported'))
    assert.equal(activity.accountId, isp.account.id)
    const event = await TenantEvent.query().where('tenant_id', isp.tenant.id).firstOrFail()
    assert.deepEqual([event.kind, event.accountId], ['export', isp.account.id])
  })

  test('is of one moment, one at a time, and lets go of who goes away', async ({ assert }) => {
    const big = await openIsp({ packages: false, gateways: false })
    await crowd(big)
    const zip = await app.container.make(TenantZip)
    const left = await zip.open(big.tenant)
    await assert.rejects(() => zip.open(big.tenant), ExportUnderWay)
    left.destroy()

    const stream = await eventually('the one before it has let go', async () => {
      return zip.open(big.tenant).catch((error: unknown) => {
        if (!(error instanceof ExportUnderWay)) throw error
        return null
      })
    })
    await asOwner(`insert into ${big.tenant.schema}.hotspot_logs (event) values ('too late')`)
    const files = unzip(await buffer(stream))
    assert.lengthOf(lines(files, 'customers'), MANY)
    assert.lengthOf(lines(files, 'hotspot_log'), MANY)
  })

  test('breaks off, and nothing else does, when Postgres goes away', async ({ assert }) => {
    const big = await openIsp({ packages: false, gateways: false })
    await crowd(big)
    const zip = await app.container.make(TenantZip)
    const stream = await zip.open(big.tenant)
    const session = await connectAs('app')
    const { rows } = await session.query(
      `select pg_terminate_backend(pid) as ended from pg_locks
        where locktype = 'advisory' and ((classid::bigint << 32) | objid::bigint) =
          hashtextextended('export:' || $1, 0)`,
      [big.tenant.schema]
    )
    await session.end()
    assert.deepEqual(rows, [{ ended: true }])
    await assert.rejects(() => buffer(stream))
  })

  test('is there for an admin, and for the owner when it is closed, and for nobody else', async ({
    assert,
  }) => {
    const { id, slug } = isp.tenant
    const admin = await adminVisitor()
    const ours = await fetchedBy(admin, `/admin/tenants/${id}/export.zip`)
    assert.isAbove(unzip(ours.octets).size, EXPORTED_TABLES.length)

    await move(id, 'closed')
    const owner = await signedIn(isp.account)
    assert.equal(owner.host, appUrl.host)
    const theirs = await fetchedBy(owner, `/closed/${slug}/export.zip`)
    assert.isAbove(unzip(theirs.octets).size, EXPORTED_TABLES.length)
    const names = await TenantEvent.query().where({ tenantId: id, kind: 'export' }).orderBy('id')
    assert.includeMembers(
      names.map(({ actorName }) => actorName),
      ['Ada Min', isp.account.name]
    )
  })
})
