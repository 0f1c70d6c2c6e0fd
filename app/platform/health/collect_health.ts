import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { Database } from '@adonisjs/lucid/database'
import { Clock, toDateTime } from '#core/clock'
import { accountingAnHour, type AccountingCount } from '#platform/health/accounting_rate'
import { RouterPackets } from '#platform/health/router_packets'
import { lastHeard, routersHeardQuery } from '#platform/health/routers_heard_query'
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
    private clock: Clock,
    private packets: RouterPackets
  ) {}

  /** Takes up tenants that have signed up since. */
  async ensure(): Promise<void> {
    await this.db.connection('app').rawQuery(
      `insert into platform.tenant_health (tenant_id, due_at)
       select id, :now from platform.tenants t
        where t.status = any(:withTables::text[])
          and not exists (select from platform.tenant_health h where h.tenant_id = t.id)
       on conflict do nothing`,
      { now: this.clock.now().toJSDate(), withTables: statusesWhere(({ tables }) => tables) }
    )
  }

  /**
   * Collects of the tenants that are due, the longest overdue first. Several processes share the
   * work; what one cannot say is noted, and the next has its turn.
   *
   * @returns how many were taken
   */
  async execute(limit: number): Promise<number> {
    const claimed = await this.#claim(limit)
    if (claimed.size === 0) return 0

    const ids = [...claimed.keys()]
    const outside = await schemaNumbersQuery(this.db, ids, this.clock.now())
    for (const tenant of await Tenant.query().whereIn('id', ids)) {
      const before = claimed.get(tenant.id) ?? null
      await this.#collect(tenant, outside.get(tenant.id), before)
    }
    return claimed.size
  }

  /** @returns whose turn it is, with what was counted of accounting the last time */
  async #claim(limit: number): Promise<Map<number, AccountingCount | null>> {
    interface Claimed {
      tenant_id: string
      collected_at: Date | null
      accounting_total: string | null
    }
    const now = this.clock.now()
    const { rows } = await this.db.connection('app').rawQuery<{ rows: Claimed[] }>(
      `update platform.tenant_health set due_at = :next where tenant_id in (
         select h.tenant_id from platform.tenant_health h
           join platform.tenants t on t.id = h.tenant_id and t.status = any(:lively::text[])
          where h.due_at <= :now order by h.due_at limit :limit for update of h skip locked)
       returning tenant_id, collected_at, accounting_total`,
      {
        now: now.toJSDate(),
        next: now.plus({ minutes: EVERY_MINUTES }).toJSDate(),
        lively: statusesWhere(({ jobs }) => jobs !== 'none'),
        limit,
      }
    )
    return new Map(
      rows.map(({ tenant_id: id, collected_at: date, accounting_total: total }) => {
        const at = toDateTime(date)
        return [Number(id), at && total !== null ? { at, total: Number(total) } : null]
      })
    )
  }

  async #collect(
    tenant: Tenant,
    outside: SchemaNumbers | undefined,
    before: AccountingCount | null
  ): Promise<void> {
    const now = this.clock.now()
    const total = outside?.accountingTotal ?? 0
    try {
      const { numbers, heard } = await this.tenancy.run(tenant, async () => ({
        numbers: await tenantNumbersQuery(this.tenancy, now),
        heard: await routersHeardQuery(this.tenancy),
      }))
      await this.packets.keep(tenant.id, heard)
      await this.#note(tenant.id, {
        collected_at: now.toJSDate(),
        failed_at: null,
        size_octets: outside?.sizeOctets ?? null,
        failed_jobs: outside?.failedJobs ?? null,
        accounting_total: total,
        accounting_hour: accountingAnHour(before, { at: now, total }),
        heard_at: lastHeard(heard),
        routers_up: numbers.routersUp,
        routers_down: numbers.routersDown,
        dead_commands: numbers.deadCommands,
        failed_sms: numbers.failedSms,
        accepts_hour: numbers.acceptsHour,
        rejects_hour: numbers.rejectsHour,
        codes_day: numbers.codesDay,
        codes_used_day: numbers.codesUsedDay,
        code_costs: JSON.stringify(numbers.codeCosts),
        revenue_minor: numbers.revenueMinor,
        last_activity_at: numbers.lastActivityAt,
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
