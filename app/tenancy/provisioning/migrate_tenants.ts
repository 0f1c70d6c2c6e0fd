import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { applyMigrations } from '#tenancy/provisioning/apply_migrations'
import { latestVersion } from '#tenancy/provisioning/tenant_migrations'
import { schemaName } from '#tenancy/schema_name'

export interface TenantSchemaState {
  slug: string
  schema: string
  version: number
}

export type MigrationOutcome =
  | { slug: string; state: 'migrated'; from: number; to: number }
  | { slug: string; state: 'busy' }
  | { slug: string; state: 'failed'; error: unknown }

/**
 * Brings every tenant that is behind to the latest schema, several at a time.
 * Each is a transaction of its own: one tenant's failure stops only that
 * tenant, and running it again goes on where it stopped.
 */
@inject()
export class MigrateTenants {
  constructor(private db: Database) {}

  async execute(parallel = 4): Promise<MigrationOutcome[]> {
    const queue = await this.behind()
    const outcomes: MigrationOutcome[] = []

    const worker = async () => {
      for (let tenant = queue.shift(); tenant; tenant = queue.shift()) {
        outcomes.push(await this.#migrate(tenant))
      }
    }
    await Promise.all(Array.from({ length: parallel }, worker))

    return outcomes
  }

  /** Every tenant with its version, the ones that are behind first. */
  async status(): Promise<TenantSchemaState[]> {
    return this.db
      .connection('owner')
      .from('platform.tenants')
      .select('slug', 'schema', 'schema_version as version')
      .orderBy([{ column: 'schema_version' }, { column: 'id' }])
  }

  async behind(): Promise<TenantSchemaState[]> {
    const latest = await latestVersion()
    const tenants = await this.status()
    return tenants.filter(({ version }) => version < latest)
  }

  async #migrate(tenant: TenantSchemaState): Promise<MigrationOutcome> {
    const schema = schemaName(tenant.schema)
    try {
      return await this.db.connection('owner').transaction(async (trx) => {
        /**
         * Another runner may be at this tenant; it needs no second one. The
         * version is read again under the lock, since that runner may be done.
         */
        const { rows } = await trx.rawQuery(
          `select schema_version as version from platform.tenants
            where schema = ? and pg_try_advisory_xact_lock(hashtext(schema))`,
          [schema]
        )
        if (rows.length === 0) return { slug: tenant.slug, state: 'busy' }

        const from = Number(rows[0].version)
        const to = await applyMigrations(trx, schema, from)
        return { slug: tenant.slug, state: 'migrated', from, to }
      })
    } catch (error) {
      return { slug: tenant.slug, state: 'failed', error }
    }
  }
}
