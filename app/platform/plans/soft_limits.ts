import { inject } from '@adonisjs/core'
import { SentCounter } from '#messaging/pumping/sent_counter'
import type Tenant from '#tenancy/models/tenant'
import type { LimitName } from '#tenancy/plans/plans'
import { limitsOf } from '#tenancy/plans/tenant_limits'
import { stageOf, type UsageStage } from '#tenancy/plans/usage_stage'

/** Limits that may be passed for a while, since customers who pay must not meet them. */
export type SoftLimitName = Extract<LimitName, 'activeCustomers' | 'smsPerMonth'>

export interface SoftLimit {
  name: SoftLimitName
  used: number
  /** null is without limit. */
  allowed: number | null
  stage: UsageStage
}

/** How an ISP stands to the limits that it may pass. Call outside any transaction. */
@inject()
export class SoftLimits {
  constructor(private sent: SentCounter) {}

  async sms(tenant: Tenant): Promise<SoftLimit> {
    return softLimit(tenant, 'smsPerMonth', await this.sent.count(tenant, 'month'))
  }

  /** @param used as they were counted last */
  customers(tenant: Tenant, used = tenant.activeCustomers): SoftLimit {
    return softLimit(tenant, 'activeCustomers', used)
  }
}

function softLimit(tenant: Tenant, name: SoftLimitName, used: number): SoftLimit {
  const allowed = limitsOf(tenant)[name]
  return { name, used, allowed, stage: stageOf(used, allowed) }
}
