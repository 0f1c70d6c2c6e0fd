import {
  LIMITS,
  planByCode,
  type LimitName,
  type PlanCode,
  type PlanLimits,
} from '#tenancy/plans/plans'

/** What of a tenant says how much it may have. */
export interface PlanHolder {
  readonly id: number
  readonly plan: PlanCode
  /** What an admin has granted otherwise than the plan; a limit that is absent is the plan's. */
  readonly limitOverrides: Partial<PlanLimits>
}

/** The plan's limits, with what an admin has granted otherwise. */
export function limitsOf({ plan, limitOverrides }: Omit<PlanHolder, 'id'>): PlanLimits {
  return { ...planByCode(plan).limits, ...limitOverrides }
}

export type Usage = Record<LimitName, number>

/** The limits that so much would be over. */
export function exceeded(limits: PlanLimits, usage: Usage): LimitName[] {
  return LIMITS.filter((name) => usage[name] > (limits[name] ?? Infinity))
}
