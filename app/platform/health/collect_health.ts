import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'
import { schemaNumbersQuery, type SchemaNumbers } from '#platform/health/schema_numbers_query'
import { tenantNumbersQuery } from '#platform/health/tenant_numbers_query'
import { statusesWhere } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

const EVERY_MINUTES = 5

/** Keeps platform.tenant_health: what an admin's pages say of a tenant without asking its schema. */
@inject()
export class CollectHealth {
  constructor(
    private db: Database,
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** Takes up tenants that have signed up since. */
  async ensure(): Promise<void> {
    await this.db.connection('app').rawQuery(
      `insert into platform.tenant_health (tenant_id, due_at)
       select id, :now from platform.tenants t
        where not exists (select from platform.tenant_health h where h.tenant_id = t.id)
       on conflict do nothing`,
      { now: this.clock.now().toJSDate() }
    )
  }

  /**
   * Collects of the tenants that are due, the longest overdue first. Several processes share the
   * work; what one cannot say is noted, and the next has its turn.
   *
   * @returns how many were taken
   */
  async execute(limit: number): Promise<number> {
    const tenants = await this.#claim(limit)
    if (tenants.length === 0) return 0

    const outside = await schemaNumbersQuery(
      this.db,
      tenants.map(({ id }) => id),
      this.clock.now()
    )
    for (const tenant of tenants) await this.#collect(tenant, outside.get(tenant.id))
    return tenants.length
  }

  async #claim(limit: number): Promise<Tenant[]> {
    const now = this.clock.now()
    const claimed = await this.db.connection('app').rawQuery<{ rows: { tenant_id: string }[] }>(
      `update platform.tenant_health set due_at = :next where tenant_id in (
         select h.tenant_id from platform.tenant_health h
           join platform.tenants t on t.id = h.tenant_id and t.status = any(:lively::text[])
          where h.due_at <= :now order by h.due_at limit :limit for update of h skip locked)
       returning tenant_id`,
      {
        now: now.toJSDate(),
        next: now.plus({ minutes: EVERY_MINUTES }).toJSDate(),
        lively: statusesWhere(({ jobs }) => jobs !== 'none'),
        limit,
      }
    )
    return Tenant.query().whereIn(
      'id',
      claimed.rows.map(({ tenant_id: id }) => Number(id))
    )
  }

  async #collect(tenant: Tenant, outside: SchemaNumbers | undefined): Promise<void> {
    const now = this.clock.now()
    try {
      const inside = await this.tenancy.run(tenant, () => tenantNumbersQuery(this.tenancy, now))
      await this.#note(tenant.id, {
        collected_at: now.toJSDate(),
        failed_at: null,
        size_octets: outside?.sizeOctets ?? null,
        failed_jobs: outside?.failedJobs ?? null,
        routers_up: inside.routersUp,
        routers_down: inside.routersDown,
        dead_commands: inside.deadCommands,
        failed_sms: inside.failedSms,
        accepts_hour: inside.acceptsHour,
        rejects_hour: inside.rejectsHour,
        revenue_minor: inside.revenueMinor,
        last_activity_at: inside.lastActivityAt,
      })
    } catch (error) {
      logger.error({ err: error, tenant: tenant.id }, 'tenant health')
      await this.#note(tenant.id, { failed_at: now.toJSDate() })
    }
  }

  async #note(tenantId: number, values: Record<string, unknown>): Promise<void> {
    await this.db
      .connection('app')
      .from('platform.tenant_health')
      .where('tenant_id', tenantId)
      .update(values)
  }
}
