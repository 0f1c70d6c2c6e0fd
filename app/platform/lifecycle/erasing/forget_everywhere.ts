import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** What the law, and whoever asks in a year, wants of a tenant that is erased. */
const KEPT: readonly string[] = ['platform.invoices', 'platform.tenant_events']

interface Reference {
  table: string
  /** As pg_constraint has it: c deletes the rows, n lets them go. */
  on_delete: string
}

/**
 * Takes a tenant out of the queue and out of every table of the platform's that is not kept, as
 * deleting its row would: each table's foreign key says how, so that new tables are found by it.
 * Call in a transaction of the owner's.
 *
 * @throws for a foreign key that says neither
 */
export async function forgetEverywhere(
  trx: TransactionClientContract,
  tenantId: number
): Promise<void> {
  for (const { table, on_delete: action } of await references(trx)) {
    if (KEPT.includes(table)) continue
    await trx.rawQuery(`${statement(table, action)} where tenant_id = ?`, [tenantId])
  }
  await trx.rawQuery(`delete from pgboss.job where data->>'tenantId' = ?`, [String(tenantId)])
}

async function references(trx: TransactionClientContract): Promise<Reference[]> {
  const found: { rows: Reference[] } = await trx.rawQuery(
    `select n.nspname || '.' || t.relname as "table", c.confdeltype as on_delete
       from pg_constraint c join pg_class t on t.oid = c.conrelid
       join pg_namespace n on n.oid = t.relnamespace
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.confrelid = 'platform.tenants'::regclass
        and a.attname = 'tenant_id'
      order by 1`
  )
  return found.rows
}

function statement(table: string, action: string): string {
  if (action === 'c') return `delete from ${table}`
  if (action === 'n') return `update ${table} set tenant_id = null`
  throw new Error(`The foreign key of ${table} does not say what becomes of its rows`)
}
