import type { TenantScope } from '#tenancy/tenancy'
import { LimitReached } from '#tenancy/plans/errors'
import { limitsOf } from '#tenancy/plans/tenant_limits'

/** Shares of the plan's active customers from which an ISP is told, and from which growth stops. */
const NEAR = 0.8
const STOPPED = 1.2

type Growing = Pick<TenantScope, 'plan' | 'limitOverrides' | 'activeCustomers'>

export type CustomerGrowth = 'free' | 'near' | 'over' | 'stopped'

/**
 * How an ISP stands to the active customers of its plan. The limit is a soft one: whoever pays an
 * ISP is let in whatever the ISP owes us, for a stranger at a till must not carry our bill. So
 * buying goes on in all four; from `stopped` on, what brings customers without money does not:
 * Trials and imports.
 */
export function growthOf(tenant: Growing): CustomerGrowth {
  const allowed = limitsOf(tenant).activeCustomers
  if (allowed === null) return 'free'
  const share = tenant.activeCustomers / allowed
  if (share >= STOPPED) return 'stopped'
  if (share >= 1) return 'over'
  return share >= NEAR ? 'near' : 'free'
}

/** For what brings customers who have not paid. @throws LimitReached */
export function requireGrowth(tenant: Growing): void {
  const allowed = limitsOf(tenant).activeCustomers
  if (allowed !== null && growthOf(tenant) === 'stopped') {
    throw new LimitReached(tenant.plan, 'activeCustomers', allowed)
  }
}
