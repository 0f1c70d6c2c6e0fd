import { inject } from '@adonisjs/core'
import TenantEvent from '#platform/lifecycle/tenant_event'
import { ChangePlan, type PlanChange } from '#platform/plans/change_plan'

/**
 * Puts a tenant on the plan it pays for. Where one of us has given it another, that holds until
 * it pays for something else than it did then.
 */
@inject()
export class GivePaidPlan {
  constructor(private changePlan: ChangePlan) {}

  async execute(change: PlanChange): Promise<void> {
    if (!(await this.#isHeld(change))) await this.changePlan.execute(change)
  }

  async #isHeld({ tenantId, plan }: PlanChange): Promise<boolean> {
    const events = await TenantEvent.query().where({ tenantId, kind: 'plan' }).orderBy('id', 'desc')
    if (events[0]?.actor !== 'person') return false
    const paid = events.find(({ actor }) => actor !== 'person')?.after ?? events.at(-1)?.before
    return paid === plan
  }
}
