import type { Database } from '@adonisjs/lucid/database'
import type { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import { statusesWhere } from '#tenancy/lifecycle/tenant_states'

const withTables = statusesWhere(({ tables }) => tables)

export interface SchemaState {
  id: number
  name: string
  slug: string
  version: number
  /** Of the last attempt; null where there was none. */
  state: 'queued' | 'done' | 'failed' | null
  message: string | null
  at: DateTime | null
}

export interface SchemaCounts {
  total: number
  behind: number
  queued: number
  failed: number
}

/** What counts of an attempt is what still stands: who has arrived is neither queued nor failed. */
export async function schemaCounts(db: Database, latest: number): Promise<SchemaCounts> {
  const { rows } = await db.connection('app').rawQuery<{ rows: Record<string, string>[] }>(
    `select count(*) as total, count(*) filter (where t.schema_version < :latest) as behind,
            count(*) filter (where t.schema_version < :latest and u.state = 'queued') as queued,
            count(*) filter (where t.schema_version < :latest and u.state = 'failed') as failed
       from platform.tenants t left join platform.schema_upgrades u on u.tenant_id = t.id
      where t.status = any(:withTables::text[])`,
    { latest, withTables }
  )
  const count = (name: keyof SchemaCounts) => Number(rows[0]?.[name])
  return {
    total: count('total'),
    behind: count('behind'),
    queued: count('queued'),
    failed: count('failed'),
  }
}

/** How many tenants are on which version, the latest first. */
export async function schemaVersions(
  db: Database
): Promise<{ version: number; tenants: number }[]> {
  const rows: { version: number; tenants: string }[] = await db
    .connection('app')
    .from('platform.tenants')
    .whereIn('status', withTables)
    .groupBy('schema_version')
    .select('schema_version as version')
    .count('* as tenants')
    .orderBy('version', 'desc')
  return rows.map(({ version, tenants }) => ({ version, tenants: Number(tenants) }))
}

/** Tenants that are behind, with how the last attempt went, the furthest behind first. */
export async function schemasBehindQuery(
  db: Database,
  latest: number,
  { limit, offset }: { limit: number; offset: number }
): Promise<SchemaState[]> {
  interface Row {
    id: string
    name: string
    slug: string
    schema_version: number
    state: SchemaState['state']
    message: string | null
    at: Date | null
  }
  const rows: Row[] = await db
    .connection('app')
    .from('platform.tenants as t')
    .leftJoin('platform.schema_upgrades as u', 'u.tenant_id', 't.id')
    .where('t.schema_version', '<', latest)
    .whereIn('t.status', withTables)
    .select('t.id', 't.name', 't.slug', 't.schema_version', 'u.state', 'u.message', 'u.at')
    .orderBy([{ column: 't.schema_version' }, { column: 't.id' }])
    .limit(limit)
    .offset(offset)
  return rows.map(({ id, schema_version: version, at, ...row }) => ({
    ...row,
    id: Number(id),
    version,
    at: toDateTime(at),
  }))
}
