import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { Actor } from '#platform/lifecycle/actor'
import TenantEvent from '#platform/lifecycle/tenant_event'
import Tenant from '#tenancy/models/tenant'
import type { PlanCode } from '#tenancy/plans/plans'

export interface PlanChange {
  tenantId: number
  plan: PlanCode
  reason: string
  by: Actor
}

/** Puts a tenant on a plan; what it has beyond the new limits stays, and nothing is added to it. */
@inject()
export class ChangePlan {
  constructor(private db: Database) {}

  async execute({ tenantId, plan, reason, by }: PlanChange): Promise<Tenant> {
    return this.db.connection('app').transaction(async (client) => {
      const tenant = await Tenant.query({ client }).where('id', tenantId).forUpdate().firstOrFail()
      const before = tenant.plan
      if (before === plan) return tenant

      await tenant.merge({ plan }).save()
      await TenantEvent.note(client, { tenantId, kind: 'plan', before, after: plan, reason, by })
      return tenant
    })
  }
}
