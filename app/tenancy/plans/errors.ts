import { Exception } from '@adonisjs/core/exceptions'
import { planByCode, type LimitName, type PlanCode } from '#tenancy/plans/plans'

/** Where an ISP changes its plan. */
export const PLAN_PAGE = '/dashboard/settings/plan'

/** The plan has no room for one more. */
export class LimitReached extends Exception {
  static override status = 422
  static override code = 'E_LIMIT_REACHED'

  readonly planName: string
  readonly href = PLAN_PAGE

  /** @param allowed how many there may be */
  constructor(
    plan: PlanCode,
    readonly limit: LimitName,
    readonly allowed: number
  ) {
    const { name } = planByCode(plan)
    super(`The plan ${name} allows ${allowed} (${limit}). Change the plan at ${PLAN_PAGE}.`)
    this.planName = name
  }

  /** For `i18n.t`: the message of the limit, and what it names. */
  get text(): [key: string, values: Record<string, string | number>] {
    return [`limits.reached.${this.limit}`, { plan: this.planName, allowed: this.allowed }]
  }
}
