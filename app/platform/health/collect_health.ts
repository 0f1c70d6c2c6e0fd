import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'
import { accountingAnHour, type AccountingCount } from '#platform/health/accounting_rate'
import { DueTenants } from '#platform/health/due_tenants'
import { RouterPackets } from '#platform/health/router_packets'
import { lastHeard, routersHeardQuery } from '#platform/health/routers_heard_query'
import { schemaNumbersQuery, type SchemaNumbers } from '#platform/health/schema_numbers_query'
import { tenantNumbersQuery } from '#platform/health/tenant_numbers_query'
import Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

/** Keeps platform.tenant_health: what an admin's pages say of a tenant without asking its schema. */
@inject()
export class CollectHealth {
  constructor(
    private db: Database,
    private tenancy: Tenancy,
    private clock: Clock,
    private packets: RouterPackets,
    private due: DueTenants
  ) {}

  /**
   * Collects of the tenants that are due. What one cannot say is noted, and the next has its turn.
   *
   * @returns how many were taken
   */
  async execute(limit: number): Promise<number> {
    const claimed = await this.due.claim(limit)
    if (claimed.size === 0) return 0

    const ids = [...claimed.keys()]
    const outside = await schemaNumbersQuery(this.db, ids, this.clock.now())
    for (const tenant of await Tenant.query().whereIn('id', ids)) {
      const before = claimed.get(tenant.id) ?? null
      await this.#collect(tenant, outside.get(tenant.id), before)
    }
    return claimed.size
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
