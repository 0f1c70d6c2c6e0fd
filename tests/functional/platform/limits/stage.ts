import app from '@adonisjs/core/services/app'
import { ChangePlan } from '#platform/plans/change_plan'
import { OverrideLimits } from '#platform/plans/override_limits'
import type { FeatureName, PlanCode, PlanLimits } from '#tenancy/plans/plans'
import type { Isp } from '#tests/support/isp'

const DECISION = { reason: 'A test', by: { kind: 'system', name: 'A test' } } as const

/** Grants an ISP limits and features as an admin would; what is asked of it afterwards knows of them. */
export async function grant(
  isp: Isp,
  overrides: Partial<PlanLimits>,
  features: FeatureName[] = []
): Promise<void> {
  const override = await app.container.make(OverrideLimits)
  isp.tenant = await override.execute({
    tenantId: isp.tenant.id,
    overrides,
    features,
    ...DECISION,
  })
}

/** Puts an ISP on a plan, as billing would. */
export async function onPlan(isp: Isp, plan: PlanCode): Promise<void> {
  const changePlan = await app.container.make(ChangePlan)
  isp.tenant = await changePlan.execute({ tenantId: isp.tenant.id, plan, ...DECISION })
}
