import app from '@adonisjs/core/services/app'
import type { Database } from '@adonisjs/lucid/database'
import { Adapter, BaseModel } from '@adonisjs/lucid/orm'
import type { LucidModel, ModelAdapterOptions } from '@adonisjs/lucid/types/model'
import { PgBoss } from 'pg-boss'
import { appConnection } from '#config/queue'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { TenantCache } from '#tenancy/resolution/tenant_cache'
import { Tenancy } from '#tenancy/tenancy'
import { TenancyAdapter } from '#tenancy/tenancy_adapter'
import { Household } from '#tests/functional/tenancy/leak/household'
import { atOnce } from '#tests/support/concurrency'
import { openDatabase, type PoolOptions } from '#tests/support/database'
import { createTenant, dropTenant } from '#tests/support/tenants'

/**
 * Models in a scope of ours go to our pool. All others stay where they were,
 * for the application under test is at work in this process too.
 */
class SideStage extends Adapter {
  #ours: TenancyAdapter

  constructor(
    database: Database,
    private tenancy: Tenancy,
    readonly before: typeof BaseModel.$adapter
  ) {
    super(database)
    this.#ours = new TenancyAdapter(database, tenancy)
  }

  override modelConstructorClient(model: LucidModel, options?: ModelAdapterOptions) {
    const adapter = this.tenancy.isInScope ? this.#ours : this.before
    return adapter.modelConstructorClient(model, options)
  }
}

/** Two tenants on a pool of our choice. */
export class Theatre {
  private constructor(
    readonly households: readonly [Household, Household],
    private database: Database,
    private jobs: JobQueue,
    private stage: SideStage
  ) {}

  static async open(pool: PoolOptions): Promise<Theatre> {
    const [green, red] = [await createTenant(), await createTenant()]

    const database = await openDatabase(pool)
    const tenancy = new Tenancy(database)
    const stage = new SideStage(database, tenancy, BaseModel.$adapter)
    BaseModel.$adapter = stage

    const jobs = new JobQueue(idleBoss(), tenancy, await app.container.make(TenantCache))
    const households = [
      await Household.furnish(green, 'green', tenancy, jobs),
      await Household.furnish(red, 'red', tenancy, jobs),
    ] as const
    return new Theatre(households, database, jobs, stage)
  }

  async close(): Promise<void> {
    BaseModel.$adapter = this.stage.before
    await this.jobs.stop()
    await this.database.manager.closeAll(true)
    for (const { tenant } of this.households) await dropTenant(tenant)
  }

  /** Who a query outside every scope is, on the same pool. */
  async standing(): Promise<{ role: string; path: string }> {
    const { rows } = await this.database
      .connection('app')
      .rawQuery(`select current_user as role, current_setting('search_path') as path`)
    return rows[0]
  }

  /** How many server sessions there were in all, and how many of them served both tenants. */
  async serverSessions(scopes: number): Promise<{ all: number; shared: number }> {
    const seen = this.households.map(() => new Set<number>())
    await atOnce(
      scopes,
      Array.from({ length: scopes * 4 }, (_, n) => async () => {
        const house = this.households[n % 2 === 0 ? 0 : 1]
        const { rows } = await house.run((trx) => trx.rawQuery('select pg_backend_pid() as pid'))
        seen[n % 2]?.add(rows[0].pid)
      })
    )
    const [green = new Set<number>(), red = new Set<number>()] = seen
    return { all: green.union(red).size, shared: green.intersection(red).size }
  }
}

/** A boss that sends and does nothing else. */
function idleBoss(): PgBoss {
  return new PgBoss({
    ...appConnection(),
    schema: 'pgboss',
    max: 2,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: false,
  })
}
