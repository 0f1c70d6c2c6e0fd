import type { ApplicationService } from '@adonisjs/core/types'
import { Database } from '@adonisjs/lucid/database'
import { BaseModel } from '@adonisjs/lucid/orm'
import { PgBoss } from 'pg-boss'
import { appConnection } from '#config/queue'
import { Clock, systemClock } from '#core/clock'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { TenantCache } from '#tenancy/resolution/tenant_cache'
import { Tenancy } from '#tenancy/tenancy'
import { TenancyAdapter } from '#tenancy/tenancy_adapter'

/** Puts the tenancy between Lucid and the database. Registered after Lucid's own provider. */
export default class TenancyProvider {
  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(
      Tenancy,
      async (resolver) => new Tenancy(await resolver.make(Database))
    )
    this.app.container.singleton(
      TenantCache,
      () => (this.#tenants = new TenantCache(appConnection()))
    )
    this.app.container.singleton(Clock, () => systemClock)
    this.app.container.singleton(JobQueue, async (resolver) =>
      this.#jobQueue(await resolver.make(Tenancy), await resolver.make(TenantCache))
    )
  }

  async boot() {
    const database = await this.app.container.make(Database)
    const tenancy = await this.app.container.make(Tenancy)
    BaseModel.$adapter = new TenancyAdapter(database, tenancy)
    await this.#dropWhatIsSaved()
  }

  async shutdown() {
    await Promise.all([this.#queue?.stop(), this.#tenants?.changes.stop()])
  }

  #queue?: JobQueue
  #tenants?: TenantCache

  /** Other processes hear of it a moment later; in this one, whoever has saved sees it at once. */
  async #dropWhatIsSaved() {
    const { default: Tenant } = await import('#tenancy/models/tenant')
    Tenant.boot()
    Tenant.after('save', ({ id, $trx }) => {
      const drop = () => this.#tenants?.drop(id)
      if ($trx) $trx.after('commit', drop)
      else drop()
    })
  }

  async #jobQueue(tenancy: Tenancy, tenants: TenantCache): Promise<JobQueue> {
    const logger = await this.app.container.make('logger')
    const boss = new PgBoss({
      ...appConnection(),
      schema: 'pgboss',
      max: 4,
      migrate: false,
      createSchema: false,
      schedule: false,
      reindex: false,
      useListenNotify: true,
    })
    boss.on('error', (error) => logger.error({ err: error }, 'job queue'))
    boss.on('warning', (warning) => logger.warn({ warning }, 'job queue'))

    this.#queue = new JobQueue(boss, tenancy, tenants)
    return this.#queue
  }
}
