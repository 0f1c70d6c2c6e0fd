import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { NumberedMigration } from '#tenancy/provisioning/tenant_migrations'
import type { SchemaName } from '#tenancy/schema_name'

/**
 * Brings one tenant's schema from a version to the last of `migrations` inside
 * the owner's transaction, in one round trip, and leaves the tenant's role with
 * rights on the rows but not on the tables themselves. The rights stand before the
 * tables do: to grant on all tables of a schema, Postgres reads the list of
 * everybody's, which grows with every tenant.
 *
 * @returns the version reached
 */
export async function applyMigrations(
  trx: TransactionClientContract,
  schema: SchemaName,
  from: number,
  migrations: readonly NumberedMigration[]
): Promise<number> {
  const pending = migrations.filter(({ version }) => version > from)
  const reached = pending.at(-1)?.version ?? from
  if (pending.length === 0) return reached

  const steps = pending.map(({ migration }) => migration.up({ schema, role: schema }))
  await trx.knexRawQuery(
    escapeBindings(
      [
        `select set_config('search_path', '${schema}', true), set_config('lock_timeout', '5s', true)`,
        `grant usage on schema ${schema} to ${schema}`,
        `alter default privileges in schema ${schema}
           grant select, insert, update, delete on tables to ${schema}`,
        `alter default privileges in schema ${schema} grant usage on sequences to ${schema}`,
        ...steps,
        `update platform.tenants set schema_version = ${reached} where schema = '${schema}'`,
      ].join(';\n')
    )
  )
  return reached
}

/** knex reads a bare ? as a binding; migrations carry none. */
function escapeBindings(sql: string): string {
  return sql.replaceAll('?', '\\?')
}
