import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { Actor } from '#platform/lifecycle/actor'
import TenantEvent from '#platform/lifecycle/tenant_event'
import Tenant from '#tenancy/models/tenant'
import type { PlanLimits } from '#tenancy/plans/plans'

export interface LimitsChange {
  tenantId: number
  /** Everything that shall differ from the plan; null is without limit. */
  overrides: Partial<PlanLimits>
  reason: string
  by: Actor
}

/** Grants a tenant other limits than its plan's, whatever plan it is on. */
@inject()
export class OverrideLimits {
  constructor(private db: Database) {}

  async execute({ tenantId, overrides, reason, by }: LimitsChange): Promise<Tenant> {
    return this.db.connection('app').transaction(async (client) => {
      const tenant = await Tenant.query({ client }).where('id', tenantId).forUpdate().firstOrFail()
      const before = JSON.stringify(tenant.limitOverrides)
      const after = JSON.stringify(overrides)
      if (before === after) return tenant

      await tenant.merge({ limitOverrides: overrides }).save()
      await TenantEvent.note(client, { tenantId, kind: 'limits', before, after, reason, by })
      return tenant
    })
  }
}
