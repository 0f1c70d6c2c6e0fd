import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ApplicationService } from '@adonisjs/core/types'
import type Tenant from '#tenancy/models/tenant'

export interface Trade {
  customers: number
  /** Accounting rows, spread evenly over the customers' devices and the last 90 days. */
  sessions: number
}

const ONLINE = 500

/**
 * Fills a tenant as years of trade would, in a few statements: a device a customer, a package for
 * nine of ten, the newest sessions of some still open, and for every session the answer of RADIUS
 * before it in the last days. Triggers are left out, for they count packet by packet.
 */
export async function fillTrade(app: ApplicationService, { schema }: Tenant, trade: Trade) {
  const owner = (await app.container.make(Database)).connection('owner')
  await owner.transaction(async (trx) => {
    await trx.rawQuery(`set local search_path = ${schema}`)
    for (const table of COUNTED) await trx.rawQuery(`alter table ${table} disable trigger user`)
    await trx.rawQuery(people(trade.customers))
    if (trade.sessions > 0) {
      const indexes = await plainIndexes(trx, schema)
      for (const { name } of indexes) await trx.rawQuery(`drop index ${name}`)
      await trx.rawQuery(sessions(trade))
      for (const { definition } of indexes) await trx.rawQuery(definition)
    }
    for (const table of COUNTED) await trx.rawQuery(`alter table ${table} enable trigger user`)
  })
  for (const table of [...COUNTED, 'radpostauth', 'hotspot_logs', 'sms_messages']) {
    await owner.rawQuery(`vacuum (analyze) ${schema}.${table}`)
  }
}

/** What is built once over all rows in a tenth of the time it takes row by row. */
async function plainIndexes(trx: TransactionClientContract, schema: string) {
  const result: { rows: { name: string; definition: string }[] } = await trx.rawQuery(
    `select indexname as name, indexdef as definition from pg_indexes
      where schemaname = ? and tablename in ('radacct', 'radpostauth')
        and indexdef not like 'CREATE UNIQUE%'`,
    [schema]
  )
  return result.rows
}

/** Tables whose triggers keep RADIUS rows and usage; here there are no RADIUS rows to keep. */
const COUNTED = ['customers', 'devices', 'activations', 'radacct']

const mac = (n: string) =>
  `'02:BE' || regexp_replace(upper(lpad(to_hex(${n}), 8, '0')), '(..)', ':\\1', 'g')`

const people = (count: number) => `
  insert into packages (name, price_minor, currency, validity_seconds, download_bps, upload_bps)
    values ('Day', 1000, 'BDT', 86400, 5000000, 5000000), ('Week', 5000, 'BDT', 604800, 5000000, 5000000);
  insert into customers (mobile, name, status)
    select '+88017' || lpad(n::text, 8, '0'), 'Person ' || n,
           case n % 10 when 0 then 'suspended' else 'active' end
      from generate_series(1, ${count}) n;
  insert into devices (customer_id, mac, last_ip, last_seen_at)
    select id, ${mac('id')}, '10.5.50.2', now() from customers;
  insert into activations (customer_id, package_id, package_name, source, price_minor, currency,
      validity_seconds, download_bps, upload_bps, starts_at, expires_at)
    select id, 1 + id % 2, 'Day', 'cash', 1000, 'BDT', 86400, 5000000, 5000000, now(),
           now() + id * interval '1 second' + interval '1 hour'
      from customers where status = 'active';
  update customers set activation_id = a.id from activations a where a.customer_id = customers.id;
  insert into hotspot_logs (customer_id, mobile, event, created_at)
    select id, mobile, 'activated', now() - n * interval '1 day' from customers, generate_series(1, 5) n;
  insert into sms_messages (customer_id, mobile, event, body, segments, status)
    select id, mobile, 'otp', 'Code', 1, 'sent' from customers`

const sessions = ({ customers, sessions: count }: Trade) => `
  insert into radacct (acctsessionid, acctuniqueid, username, nasipaddress, acctstarttime,
      acctupdatetime, acctstoptime, acctsessiontime, acctinputoctets, acctoutputoctets, acctterminatecause)
    select to_hex(n), lpad(n::text, 12, '0'), ${mac(`1 + n % ${customers}`)}, '127.79.9.9', began, ended,
           case when n > ${count - ONLINE} then null else ended end, 3600, 1000000, 9000000,
           case when n > ${count - ONLINE} then null else 'User-Request' end
      from (select n, began, began + interval '1 hour' as ended
              from (select n, now() - interval '1 hour' - (${count} - n) * (interval '90 days' / ${count}) as began
                      from generate_series(1, ${count}) n) starts) times
     order by n;
  insert into radpostauth (username, reply, authdate, nasipaddress)
    select username, 'Access-Accept', acctstarttime, nasipaddress from radacct
     where acctstarttime > now() - interval '14 days'`
