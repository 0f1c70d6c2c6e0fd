import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'
import { SentCounter } from '#messaging/pumping/sent_counter'
import { countRouters } from '#routers/registration/count_routers'
import type Tenant from '#tenancy/models/tenant'
import type { Usage } from '#tenancy/plans/tenant_limits'
import { Tenancy } from '#tenancy/tenancy'

/** How much of each limit is in use; the active customers as they were counted last. */
@inject()
export class PlanUsage {
  constructor(
    private db: Database,
    private tenancy: Tenancy,
    private clock: Clock,
    private sent: SentCounter
  ) {}

  async of(tenant: Tenant): Promise<Usage> {
    return {
      routers: await this.tenancy.run(tenant, countRouters),
      activeCustomers: tenant.activeCustomers,
      staff: await this.#staff(tenant.id),
      smsPerMonth: await this.sent.count(tenant, 'month'),
    }
  }

  /** People, and invitations that may still be accepted. */
  async #staff(tenantId: number): Promise<number> {
    const result: { rows: { staff: number }[] } = await this.db.connection('app').rawQuery(
      `select (select count(*) from platform.memberships where tenant_id = :tenantId)::int
            + (select count(*) from platform.invitations
                where tenant_id = :tenantId and expires_at > :now)::int as staff`,
      { tenantId, now: this.clock.now().toJSDate() }
    )
    return result.rows[0]?.staff ?? 0
  }
}
