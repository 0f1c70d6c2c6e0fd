import { leavingLine } from '#dashboard/plan/leaving_line'
import { systemClock } from '#core/clock'
import { stateOf } from '#tenancy/lifecycle/tenant_states'
import type Tenant from '#tenancy/models/tenant'
import { growthOf } from '#tenancy/plans/customer_growth'
import { PLAN_PAGE } from '#tenancy/plans/errors'
import { planByCode } from '#tenancy/plans/plans'
import { limitsOf } from '#tenancy/plans/tenant_limits'

interface Standing {
  kind: 'info' | 'warning' | 'error'
  /** Of the texts. */
  key: string
  values: Record<string, string | number>
  href: string
  /** Of the text of the link; "limits.way_out" without. */
  action?: string
}

/**
 * What every page of the dashboard says on top about the ISP's state and plan; mostly nothing.
 *
 * @param locale of whoever reads it
 */
export function standingOf(tenant: Tenant, locale: string): Standing[] {
  const leaving = leavingLine(tenant, systemClock.now(), locale)
  return [leaving ?? ofState(tenant), ofGrowth(tenant)].filter((line) => line !== null)
}

function ofState(tenant: Tenant): Standing | null {
  const { banner } = stateOf(tenant)
  return (
    banner && { kind: banner, key: `limits.state.${tenant.status}`, values: {}, href: PLAN_PAGE }
  )
}

function ofGrowth(tenant: Tenant): Standing | null {
  const growth = growthOf(tenant)
  if (growth === 'free') return null
  return {
    kind: growth === 'near' ? 'info' : 'warning',
    key: `limits.growth.${growth}`,
    values: {
      plan: planByCode(tenant.plan).name,
      used: tenant.activeCustomers,
      allowed: limitsOf(tenant).activeCustomers ?? 0,
    },
    href: PLAN_PAGE,
  }
}
