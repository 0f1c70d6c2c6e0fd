import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { Actor } from '#platform/lifecycle/actor'
import TenantEvent from '#platform/lifecycle/tenant_event'
import Tenant from '#tenancy/models/tenant'
import type { FeatureName, PlanLimits } from '#tenancy/plans/plans'

export interface LimitsChange {
  tenantId: number
  /** Everything that shall differ from the plan; null is without limit. */
  overrides: Partial<PlanLimits>
  /** Everything it shall have whether its plan has it or not. */
  features: readonly FeatureName[]
  reason: string
  by: Actor
}

/** Grants a tenant other limits than its plan's, and features beside it, whatever plan it is on. */
@inject()
export class OverrideLimits {
  constructor(private db: Database) {}

  async execute({ tenantId, overrides, features, reason, by }: LimitsChange): Promise<Tenant> {
    return this.db.connection('app').transaction(async (client) => {
      const tenant = await Tenant.query({ client }).where('id', tenantId).forUpdate().firstOrFail()
      const before = granted(tenant.limitOverrides, tenant.featureGrants)
      const after = granted(overrides, features)
      if (before === after) return tenant

      await tenant.merge({ limitOverrides: overrides, featureGrants: [...features] }).save()
      await TenantEvent.note(client, { tenantId, kind: 'limits', before, after, reason, by })
      return tenant
    })
  }
}

/** As the log keeps it. */
function granted(limits: Partial<PlanLimits>, features: readonly FeatureName[]): string {
  return JSON.stringify({ ...limits, ...(features.length > 0 && { features }) })
}
