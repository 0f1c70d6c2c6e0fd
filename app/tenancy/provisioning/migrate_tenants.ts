import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { statusesWhere } from '#tenancy/lifecycle/tenant_states'
import { applyMigrations } from '#tenancy/provisioning/apply_migrations'
import { tenantMigrations, type NumberedMigration } from '#tenancy/provisioning/tenant_migrations'
import { schemaName, type SchemaName } from '#tenancy/schema_name'

export interface TenantSchemaState {
  slug: string
  schema: string
  version: number
}

export type MigrationOutcome =
  | { slug: string; state: 'migrated'; from: number; to: number }
  | { slug: string; state: 'busy' }
  | { slug: string; state: 'failed'; error: unknown }

const withTables = statusesWhere(({ tables }) => tables)

export interface MigrationChoice {
  /** The slugs of those who are to be migrated, for instance to try a migration on one; else all. */
  only?: readonly string[]
  migrations?: readonly NumberedMigration[]
}

/**
 * Brings every tenant that is behind to the latest schema, several at a time.
 * Each is a transaction of its own: one tenant's failure stops only that
 * tenant, and running it again goes on where it stopped.
 */
@inject()
export class MigrateTenants {
  constructor(private db: Database) {}

  async execute(
    parallel = 4,
    { only, migrations }: MigrationChoice = {}
  ): Promise<MigrationOutcome[]> {
    const steps = migrations ?? (await tenantMigrations())
    const latest = steps.at(-1)?.version ?? 0
    const all = await this.status()
    const queue = all.filter(
      ({ slug, version }) => version < latest && (!only || only.includes(slug))
    )
    const outcomes: MigrationOutcome[] = []

    const worker = async () => {
      for (let tenant = queue.shift(); tenant; tenant = queue.shift()) {
        outcomes.push(await this.#migrate(tenant, steps))
      }
    }
    await Promise.all(Array.from({ length: parallel }, worker))

    return outcomes
  }

  /** Every tenant that has tables with its version, the ones that are behind first. */
  async status(): Promise<TenantSchemaState[]> {
    return this.db
      .connection('owner')
      .from('platform.tenants')
      .select('slug', 'schema', 'schema_version as version')
      .whereIn('status', withTables)
      .orderBy([{ column: 'schema_version' }, { column: 'id' }])
  }

  async #migrate(
    tenant: TenantSchemaState,
    migrations: readonly NumberedMigration[]
  ): Promise<MigrationOutcome> {
    const schema = schemaName(tenant.schema)
    try {
      return await this.db.connection('owner').transaction(async (trx) => {
        /** Another runner may be at this tenant; it needs no second one. */
        if (!(await lock(trx, schema))) return { slug: tenant.slug, state: 'busy' }

        const from = await versionOf(trx, schema)
        const to = await applyMigrations(trx, schema, from, migrations)
        return { slug: tenant.slug, state: 'migrated', from, to }
      })
    } catch (error) {
      return { slug: tenant.slug, state: 'failed', error }
    }
  }
}

/** Held until the transaction ends. */
async function lock(trx: TransactionClientContract, schema: SchemaName): Promise<boolean> {
  const { rows } = await trx.rawQuery(
    'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as locked',
    [schema]
  )
  return rows[0].locked
}

/**
 * Read again, by a statement that begins under the lock: another runner may
 * have brought this tenant up since, and an older snapshot would not show it.
 */
async function versionOf(trx: TransactionClientContract, schema: SchemaName): Promise<number> {
  const { schema_version: found } = await trx
    .from('platform.tenants')
    .where('schema', schema)
    .select('schema_version')
    .firstOrFail()
  return Number(found)
}
