import type { TenantScope } from '#tenancy/tenancy'
import { LimitReached } from '#tenancy/plans/errors'
import { limitsOf } from '#tenancy/plans/tenant_limits'
import { stageOf, type UsageStage } from '#tenancy/plans/usage_stage'

type Growing = Pick<TenantScope, 'plan' | 'limitOverrides' | 'activeCustomers'>

/**
 * How an ISP stands to the active customers of its plan. The limit is a soft one: whoever pays an
 * ISP is let in whatever the ISP owes us, for a stranger at a till must not carry our bill. So
 * buying goes on in all four; from `stopped` on, what brings customers without money does not:
 * Trials and imports.
 */
export function growthOf(tenant: Growing): UsageStage {
  return stageOf(tenant.activeCustomers, limitsOf(tenant).activeCustomers)
}

/** For what brings customers who have not paid. @throws LimitReached */
export function requireGrowth(tenant: Growing): void {
  const allowed = limitsOf(tenant).activeCustomers
  if (allowed !== null && growthOf(tenant) === 'stopped') {
    throw new LimitReached(tenant.plan, 'activeCustomers', allowed)
  }
}
