import pg from 'pg'
import { Tenancy } from '#tenancy/tenancy'
import type Tenant from '#tenancy/models/tenant'
import { setting, type Bench, type BenchEnvironment } from '../bench.js'
import { byTurns, pairedResult, rate } from '../measure.js'
import { Tenants } from '../stage/tenants.js'

const TENANTS = 8
const CUSTOMERS = 200
const RUNS = 800
const WIDTH = 32
const PAIRS = 12
/** config/database.ts */
const DEFAULT_POOL = 16

/** What one visit to the portal asks: whose device is it, what is on sale, is it online. */
const visit = (prefix: string, mac: string) => [
  `select d.id, c.id, c.mobile, c.status, a.expires_at, a.octets_used
     from ${prefix}devices d join ${prefix}customers c on c.id = d.customer_id
     left join ${prefix}activations a on a.id = c.activation_id where d.mac = ${mac}`,
  `select * from ${prefix}packages where active and not is_trial order by position`,
  `select acctsessionid, framedipaddress from ${prefix}radacct
    where username = ${mac} and acctstoptime is null`,
]

/**
 * [tenancy-run] Runs a second of `tenancy.run` with three typical queries, 32 at once, over eight
 * tenants. Baseline: the same three queries with the schema written into them, on a bare pg pool
 * of the same size, without transaction or role. The ratio is the price of isolation.
 */
export const tenancyRun: Bench = {
  name: 'tenancy-run',
  describe: 'tenancy.run with 3 queries, 32 at once, against a bare pool with schemas written in',

  async run(env) {
    await using tenants = await Tenants.open(env.app)
    await tenants.addMany(TENANTS)
    const tenancy = await env.app.container.make(Tenancy)
    for (const tenant of tenants.all) await fill(tenancy, tenant)
    await using bare = new BarePool(env)

    const inTenancy = (index: number) =>
      tenancy.run(at(tenants.all, index), async (trx) => {
        for (const [n, sql] of visit('', '?').entries()) {
          const { rows } = await trx.rawQuery(sql, sql.includes('?') ? [macOf(index)] : [])
          expectRow(n, rows)
        }
      })
    const pairs = await byTurns(
      PAIRS,
      () => rate(RUNS, WIDTH, inTenancy),
      () => rate(RUNS, WIDTH, (index) => bare.visit(at(tenants.all, index).schema, index))
    )
    return [pairedResult('tenancy-run', 'runs/s', pairs)]
  },
}

class BarePool implements AsyncDisposable {
  readonly #pool: pg.Pool

  /** The owner's role, since the application's may not read a tenant's tables outside a scope. */
  constructor(env: BenchEnvironment) {
    this.#pool = new pg.Pool({
      host: setting(env, 'DB_HOST'),
      port: Number(setting(env, 'DB_PORT')),
      user: setting(env, 'DB_OWNER_USER'),
      password: setting(env, 'DB_OWNER_PASSWORD'),
      database: setting(env, 'DB_DATABASE'),
      max: Number(env.settings.DB_POOL_MAX ?? DEFAULT_POOL),
    })
  }

  async visit(schema: string, index: number): Promise<void> {
    for (const [n, sql] of visit(`${schema}.`, '$1').entries()) {
      const { rows } = await this.#pool.query(sql, sql.includes('$1') ? [macOf(index)] : [])
      expectRow(n, rows)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end()
  }
}

function at(tenants: readonly Tenant[], index: number): Tenant {
  const tenant = tenants[index % tenants.length]
  if (!tenant) throw new RangeError('There are no tenants')
  return tenant
}

function macOf(index: number): string {
  return `02:00:00:00:00:${(index % CUSTOMERS).toString(16).padStart(2, '0').toUpperCase()}`
}

/** The device and the packages are there; nobody is online. */
function expectRow(query: number, rows: unknown[]): void {
  const expected = [1, 4, 0][query]
  if (rows.length !== expected) throw new Error(`Query ${query} found ${rows.length} rows`)
}

async function fill(tenancy: Tenancy, tenant: Tenant): Promise<void> {
  await tenancy.run(tenant, (trx) =>
    trx.rawQuery(`
      insert into packages (name, price_minor, currency, validity_seconds, download_bps, upload_bps)
        select 'Package ' || n, 1000 * n, 'BDT', 3600, 5000000, 5000000 from generate_series(1, 4) n;
      insert into customers (mobile, status)
        select '+8801712' || lpad(n::text, 6, '0'), 'active'
          from generate_series(0, ${CUSTOMERS - 1}) n;
      insert into devices (customer_id, mac)
        select id, '02:00:00:00:00:' || upper(lpad(to_hex(right(mobile, 6)::int), 2, '0'))
          from customers`)
  )
}
