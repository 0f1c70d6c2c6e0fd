export const LIMITS = ['routers', 'activeCustomers', 'staff', 'smsPerMonth'] as const

export type LimitName = (typeof LIMITS)[number]

/** How many of each; null is as many as one likes. */
export type PlanLimits = Record<LimitName, number | null>

/**
 * What not every plan has. Nothing that a customer who has paid needs to be online, no router's way
 * to us and nothing that the law asks for (receipts) is among them.
 */
export const FEATURES = ['vouchers', 'accounting', 'smsFailover'] as const

export type FeatureName = (typeof FEATURES)[number]

export const PLAN_CODES = ['starter', 'growth', 'pro'] as const

export type PlanCode = (typeof PLAN_CODES)[number]

export interface Plan {
  code: PlanCode
  /** A proper name, the same in every language. */
  name: string
  limits: PlanLimits
  features: readonly FeatureName[]
}

/** The plan of a trial: large enough to find out what one needs, and with every feature. */
export const TRIAL_PLAN: PlanCode = 'growth'

export const TRIAL_DAYS = 14

const PLANS: Record<PlanCode, Plan> = {
  starter: {
    code: 'starter',
    name: 'Starter',
    limits: { routers: 2, activeCustomers: 200, staff: 3, smsPerMonth: 2_000 },
    features: [],
  },
  growth: {
    code: 'growth',
    name: 'Growth',
    limits: { routers: 10, activeCustomers: 2_000, staff: 10, smsPerMonth: 20_000 },
    features: FEATURES,
  },
  pro: {
    code: 'pro',
    name: 'Pro',
    limits: { routers: 100, activeCustomers: 20_000, staff: 50, smsPerMonth: 200_000 },
    features: FEATURES,
  },
}

/** From the smallest to the largest. */
export function allPlans(): Plan[] {
  return PLAN_CODES.map((code) => PLANS[code])
}

export function planByCode(code: PlanCode): Plan {
  return PLANS[code]
}

/** The plans that have a feature, from the smallest to the largest. */
export function plansWith(feature: FeatureName): Plan[] {
  return allPlans().filter(({ features }) => features.includes(feature))
}

export function isPlanCode(value: unknown): value is PlanCode {
  return PLAN_CODES.some((code) => code === value)
}
