import type { Database } from '@adonisjs/lucid/database'
import type { DateTime } from 'luxon'

export interface SchemaNumbers {
  /** Tables, indexes and long values, in octets. */
  sizeOctets: number
  /** Background jobs given up in the last day. */
  failedJobs: number
  /**
   * Accounting packets that FreeRADIUS has written since Postgres counts: an interim update
   * overwrites its row, and only the table's own counters know how many there were.
   */
  accountingTotal: number
}

interface Row {
  id: string
  size: string
  jobs: string
  accounting: string
}

/** What can be asked of several tenants at once, outside their scopes. */
export async function schemaNumbersQuery(
  db: Database,
  tenantIds: readonly number[],
  now: DateTime
): Promise<Map<number, SchemaNumbers>> {
  const { rows } = await db.connection('app').rawQuery<{ rows: Row[] }>(
    `with meant as (select id, schema from platform.tenants where id = any(:ids::bigint[])),
     sizes as (
       select n.nspname, sum(pg_total_relation_size(c.oid)) as size,
              sum(pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid))
                filter (where c.relname = 'radacct') as accounting
         from pg_namespace n join pg_class c on c.relnamespace = n.oid and c.relkind = 'r'
        where n.nspname in (select schema from meant) group by 1),
     failed as (
       select (data->>'tenantId')::bigint as id, count(*) as jobs from pgboss.job
        where state = 'failed' and completed_on > :day and data->>'tenantId' is not null group by 1)
     select m.id, coalesce(s.size, 0) as size, coalesce(f.jobs, 0) as jobs,
            coalesce(s.accounting, 0) as accounting
       from meant m left join sizes s on s.nspname = m.schema left join failed f on f.id = m.id`,
    { ids: [...tenantIds], day: now.minus({ days: 1 }).toJSDate() }
  )
  return new Map(
    rows.map(({ id, size, jobs, accounting }) => [
      Number(id),
      {
        sizeOctets: Number(size),
        failedJobs: Number(jobs),
        accountingTotal: Number(accounting),
      },
    ])
  )
}
