import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ApplicationService } from '@adonisjs/core/types'
import { SuspendDue } from '#hotspot/suspension/suspend_due'
import type Tenant from '#tenancy/models/tenant'
import type { Bench } from '../bench.js'
import { byTurns, pairedResult, timed } from '../measure.js'
import { Tenants } from '../stage/tenants.js'

const MANY = 1_000_000
const FEW = 10_000
const DUE = 1_000
const PAIRS = 5

/**
 * [suspension-sweep] Milliseconds in which SuspendDue suspends 1,000 customers of a tenant with
 * 1,000,000, everyone with a phone and a running package: activation, customer, both logs, the SMS
 * and the command to the router. Baseline: the same 1,000 of a tenant with 10,000. Those who are
 * due are spread evenly over all customers, and are the same in every round.
 */
export const suspensionSweep: Bench = {
  name: 'suspension-sweep',
  describe: `suspending ${DUE} due: 1,000,000 customers against 10,000`,

  async run({ app, note }) {
    await using tenants = await Tenants.open(app)
    const [many, few] = [await tenants.add(), await tenants.add()]
    const millis = await timed(async () => {
      await fill(app, few, FEW)
      await fill(app, many, MANY)
    })
    note(`filled in ${(millis / 1000).toFixed(0)} s, without triggers`)

    const suspendDue = await app.container.make(SuspendDue)
    const sweep = (tenant: Tenant) => async () => {
      await makeDue(app, tenant)
      const taken = await timed(() => suspendDue.execute(tenant))
      await expectSuspended(app, tenant)
      return taken
    }
    try {
      const pairs = await byTurns(PAIRS, sweep(many), sweep(few))
      return [pairedResult('suspension-sweep', 'ms', pairs)]
    } finally {
      for (const tenant of tenants.all) await dropJobs(app, tenant)
    }
  },
}

const TABLES = ['customers', 'devices', 'activations']

/** Foreign keys and plain indexes are put back over all rows at once, in a tenth of the time. */
async function fill(app: ApplicationService, { schema }: Tenant, customers: number): Promise<void> {
  const owner = (await app.container.make(Database)).connection('owner')
  await owner.transaction(async (trx) => {
    await trx.rawQuery(`set local search_path = ${schema}`)
    await trx.rawQuery(`set local maintenance_work_mem = '256MB'`)
    const later = await takeOff(trx, schema)
    for (const table of TABLES) await trx.rawQuery(`alter table ${table} disable trigger user`)
    await trx.rawQuery(people(customers))
    for (const table of TABLES) await trx.rawQuery(`alter table ${table} enable trigger user`)
    for (const definition of later) await trx.rawQuery(definition)
  })
  for (const table of TABLES) await owner.rawQuery(`vacuum (analyze) ${schema}.${table}`)
}

/** @returns what puts everything back */
async function takeOff(trx: TransactionClientContract, schema: string): Promise<string[]> {
  const tables = TABLES.map((table) => `'${schema}.${table}'::regclass`).join(', ')
  const found: { rows: { off: string; on: string }[] } = await trx.rawQuery(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as off,
           format('alter table %s add constraint %I %s', conrelid::regclass, conname,
                  pg_get_constraintdef(oid)) as on
      from pg_constraint where contype = 'f' and conrelid in (${tables})
    union all
    select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
      from pg_index where not indisunique and indrelid in (${tables})`)
  for (const { off } of found.rows) await trx.rawQuery(off)
  return found.rows.map(({ on }) => on)
}

const people = (count: number) => `
  insert into packages (name, price_minor, currency, validity_seconds, download_bps, upload_bps)
    values ('Day', 1000, 'BDT', 86400, 5000000, 5000000);
  insert into routers (name, address, identity, token, hotspot_address, radius_secret,
      api_user, api_password, api_port)
    values ('Zone', '127.79.9.9', 'Zone', 'bench-' || ${count}, '127.79.9.9', '', 'portico', '', 8728);
  insert into customers (id, mobile, name, status, activation_id) overriding system value
    select n, '+88017' || lpad(n::text, 8, '0'), 'Person ' || n, 'active', n
      from generate_series(1, ${count}) n;
  insert into devices (customer_id, mac, last_ip, router_id, last_seen_at)
    select n, '02:BE' || regexp_replace(upper(lpad(to_hex(n), 8, '0')), '(..)', ':\\1', 'g'),
           '10.5.50.2', (select max(id) from routers), now()
      from generate_series(1, ${count}) n;
  insert into activations (id, customer_id, package_id, package_name, source, price_minor, currency,
      validity_seconds, download_bps, upload_bps, octets_limit, starts_at, expires_at)
    overriding system value
    select n, n, 1, 'Day', 'cash', 1000, 'BDT', 86400, 5000000, 5000000, 2147483648, now(),
           now() + interval '1 day' + n * interval '1 second'
      from generate_series(1, ${count}) n`

/** Undoes the last round: the thousand run again, and their time is up. */
async function makeDue(app: ApplicationService, { schema }: Tenant): Promise<void> {
  const owner = (await app.container.make(Database)).connection('owner')
  await owner.transaction(async (trx) => {
    await trx.rawQuery(`set local search_path = ${schema}`)
    await trx.rawQuery(`
      truncate auto_suspension_logs, hotspot_logs, sms_messages, router_commands;
      create temporary table due on commit drop as
        select n * (select count(*) from customers) / ${DUE} as id from generate_series(1, ${DUE}) n;
      update activations a set status = 'running', suspended_at = null, suspend_reason = null,
             expires_at = now() - interval '1 minute' from due where a.id = due.id;
      update customers c set status = 'active', suspend_reason = null from due where c.id = due.id`)
  })
}

async function expectSuspended(app: ApplicationService, { schema }: Tenant): Promise<void> {
  const owner = (await app.container.make(Database)).connection('owner')
  for (const table of ['auto_suspension_logs', 'sms_messages', 'router_commands']) {
    const [row] = await owner.from(`${schema}.${table}`).count('* as rows')
    if (Number(row.rows) !== DUE) throw new Error(`${table} has ${row.rows} rows, not ${DUE}`)
  }
}

/** Nobody works them off here. */
async function dropJobs(app: ApplicationService, { id }: Tenant): Promise<void> {
  const owner = (await app.container.make(Database)).connection('owner')
  await owner.rawQuery(`delete from pgboss.job where data->>'tenantId' = ?`, [String(id)])
}
