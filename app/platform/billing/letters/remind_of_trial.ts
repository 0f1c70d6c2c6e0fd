import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { dayFor } from '#platform/billing/letters/day_for'
import { TellOwners } from '#platform/billing/letters/tell_owners'
import type Subscription from '#platform/billing/subscription/subscription'
import type Tenant from '#tenancy/models/tenant'

/** Days before the end of a trial on which its owners are told. */
const DAYS = [1, 3, 7] as const

/** Tells owners that the trial is about to end, while nobody has chosen a way to pay. */
@inject()
export class RemindOfTrial {
  constructor(
    private clock: Clock,
    private tellOwners: TellOwners
  ) {}

  async execute(tenant: Tenant, subscription: Subscription | null): Promise<void> {
    const endsAt = subscription?.trialEndsAt ?? tenant.trialEndsAt
    if (tenant.status !== 'trial' || !endsAt || subscription?.hasPaymentMethod) return

    const left = endsAt.diff(this.clock.now(), 'days').days
    const due = DAYS.find((days) => left <= days)
    if (due === undefined || left <= 0) return
    await this.tellOwners.execute(tenant, {
      kind: `trial_${due}`,
      about: endsAt.toISODate() ?? '',
      data: { date: dayFor(tenant, endsAt) },
    })
  }
}
