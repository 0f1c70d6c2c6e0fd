import { inject } from '@adonisjs/core'
import { BillingRefused } from '#platform/billing/errors'
import { PlanUsage } from '#platform/plans/plan_usage'
import { stateOf } from '#tenancy/lifecycle/tenant_states'
import type Tenant from '#tenancy/models/tenant'
import { PLAN_CODES, planByCode, type LimitName, type PlanCode } from '#tenancy/plans/plans'
import { exceeded } from '#tenancy/plans/tenant_limits'

/** Whether what an ISP has fits into a plan. */
@inject()
export class PlanFit {
  constructor(private usage: PlanUsage) {}

  /** What an ISP has more of than a plan allows. SMS are counted anew each month. */
  async tooMuch(tenant: Tenant, plan: PlanCode): Promise<LimitName[]> {
    const limits = { ...planByCode(plan).limits, ...tenant.limitOverrides }
    const usage = await this.usage.of(tenant)
    return exceeded(limits, usage).filter((name) => name !== 'smsPerMonth')
  }

  /** @throws BillingRefused when there is too much */
  async require(tenant: Tenant, plan: PlanCode): Promise<void> {
    const limits = await this.tooMuch(tenant, plan)
    if (limits.length === 0) return
    throw new BillingRefused('over_limits', { plan: planByCode(plan).name, limits })
  }

  /**
   * For who chooses a plan anew. Whoever can take nothing away, since its dashboard only reads, may
   * come back on any plan; nor is somebody kept from the plan it has.
   *
   * @throws BillingRefused when a smaller plan is too small
   */
  async requireOfChoice(tenant: Tenant, plan: PlanCode): Promise<void> {
    const isSmaller = PLAN_CODES.indexOf(plan) < PLAN_CODES.indexOf(tenant.plan)
    if (isSmaller && stateOf(tenant).dashboard === 'full') await this.require(tenant, plan)
  }
}
