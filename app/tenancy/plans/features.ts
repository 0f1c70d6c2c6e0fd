import { FeatureNotInPlan } from '#tenancy/plans/errors'
import { FEATURES, planByCode, type FeatureName, type PlanCode } from '#tenancy/plans/plans'

/** What of a tenant says which features it has. */
export interface FeatureHolder {
  readonly plan: PlanCode
  /** What an admin has granted beside the plan. */
  readonly featureGrants: readonly FeatureName[]
}

export function hasFeature({ plan, featureGrants }: FeatureHolder, feature: FeatureName): boolean {
  return planByCode(plan).features.includes(feature) || featureGrants.includes(feature)
}

/** Call where something is made: what was made before works in every plan. @throws FeatureNotInPlan */
export function requireFeature(tenant: FeatureHolder, feature: FeatureName): void {
  if (!hasFeature(tenant, feature)) throw new FeatureNotInPlan(tenant.plan, feature)
}

/** What a tenant has now and would not have on another plan. */
export function featuresLost(tenant: FeatureHolder, plan: PlanCode): FeatureName[] {
  const after = { plan, featureGrants: tenant.featureGrants }
  return FEATURES.filter((name) => hasFeature(tenant, name) && !hasFeature(after, name))
}
