import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'
import { withoutSecrets } from '#core/without_secrets'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { stateOf, statusesWhere } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'
import { MigrateTenants } from '#tenancy/provisioning/migrate_tenants'
import { latestVersion } from '#tenancy/provisioning/tenant_migrations'

const WHILE_BUSY_SECONDS = 5

/**
 * Brings tenants' schemas up to date in the background, one after the other. The request queues;
 * only the worker, which has the owner's login for it, changes tables.
 */
@inject()
export class SchemaUpgrades {
  constructor(
    private db: Database,
    private clock: Clock,
    private jobs: JobQueue,
    private migrate: MigrateTenants
  ) {}

  /** @param tenantId of one; null is everyone who is behind. @returns how many are queued now */
  async request(tenantId: number | null): Promise<number> {
    const behind = Tenant.query()
      .where('schema_version', '<', await latestVersion())
      .whereIn(
        'status',
        statusesWhere(({ tables }) => tables)
      )
    const tenants = await (tenantId === null ? behind : behind.where('id', tenantId)).orderBy('id')
    const payloads = tenants.map(({ id }) => ({ tenantId: id }))
    for (const { tenantId: id } of payloads) await this.#note(id, 'queued')
    await this.jobs.sendMany('migrate-tenant', payloads)
    return payloads.length
  }

  /** The work of one job. What Postgres refuses is noted, and tried again when somebody asks. */
  async run(tenantId: number): Promise<void> {
    const tenant = await Tenant.find(tenantId)
    if (!tenant || !stateOf(tenant).tables) return

    const [outcome] = await this.migrate.execute(1, { only: [tenant.slug] })
    if (outcome?.state === 'busy') {
      await this.jobs.send('migrate-tenant', { tenantId }, { delaySeconds: WHILE_BUSY_SECONDS })
    } else if (outcome?.state === 'failed') {
      logger.error({ err: outcome.error, tenant: tenantId }, 'schema upgrade')
      await this.#note(tenantId, 'failed', withoutSecrets(reasonOf(outcome.error)))
    } else {
      await this.#note(tenantId, 'done')
    }
  }

  async #note(tenantId: number, state: 'queued' | 'done' | 'failed', message = ''): Promise<void> {
    await this.db.connection('app').rawQuery(
      `insert into platform.schema_upgrades (tenant_id, state, message, at)
       values (:tenantId, :state, nullif(:message, ''), :now)
       on conflict (tenant_id) do update
          set state = excluded.state, message = excluded.message, at = excluded.at`,
      { tenantId, state, message, now: this.clock.now().toJSDate() }
    )
  }
}

/** Postgres's message stands after the statement, which is long. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split(' - ').at(-1) ?? message
}
