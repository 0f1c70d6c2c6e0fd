import { inject } from '@adonisjs/core'
import i18nManager from '@adonisjs/i18n/services/main'
import { Clock } from '#core/clock'
import { PlanFit } from '#platform/billing/changes/plan_fit'
import { ScheduleDowngrade } from '#platform/billing/changes/schedule_downgrade'
import { dayFor } from '#platform/billing/letters/day_for'
import { TellOwners } from '#platform/billing/letters/tell_owners'
import { AskSubscription } from '#platform/billing/subscription/ask_subscription'
import type Subscription from '#platform/billing/subscription/subscription'
import type Tenant from '#tenancy/models/tenant'
import { planByCode } from '#tenancy/plans/plans'

/** The last chance to make it fit ends so long before the period does. */
const HOURS_BEFORE = 24

/**
 * A smaller plan was chosen while everything fitted; by the day before it begins there is too much
 * for it again. It does not begin then: the present plan goes on, and the owners read why. They are
 * written to first, and once: what Stripe does not answer is tried again within the hour.
 */
@inject()
export class HoldDowngrade {
  constructor(
    private clock: Clock,
    private fit: PlanFit,
    private scheduleDowngrade: ScheduleDowngrade,
    private askSubscription: AskSubscription,
    private tellOwners: TellOwners
  ) {}

  async execute(tenant: Tenant, { nextPlan, schedule, periodEndsAt }: Subscription): Promise<void> {
    if (!nextPlan || !schedule || !periodEndsAt) return
    const left = periodEndsAt.diff(this.clock.now(), 'hours').hours
    if (left <= 0 || left > HOURS_BEFORE) return
    const limits = await this.fit.tooMuch(tenant, nextPlan)
    if (limits.length === 0) return

    const i18n = i18nManager.locale(tenant.locale)
    await this.tellOwners.execute(tenant, {
      kind: 'downgrade_kept',
      about: schedule,
      data: {
        plan: planByCode(nextPlan).name,
        present: planByCode(tenant.plan).name,
        limits: limits.map((name) => i18n.t(`billing.limit_name.${name}`)).join(', '),
        date: dayFor(tenant, periodEndsAt),
      },
    })
    await this.scheduleDowngrade.release({ schedule })
    await this.askSubscription.now(tenant.id)
  }
}
