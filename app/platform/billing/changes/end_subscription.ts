import { inject } from '@adonisjs/core'
import { ScheduleDowngrade } from '#platform/billing/changes/schedule_downgrade'
import { FindLiveSubscription } from '#platform/billing/changes/live_subscription'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { AskSubscription } from '#platform/billing/subscription/ask_subscription'

/** Lets a subscription run out with what is paid, or run on after all. */
@inject()
export class EndSubscription {
  constructor(
    private stripe: StripeBilling,
    private find: FindLiveSubscription,
    private scheduleDowngrade: ScheduleDowngrade,
    private askSubscription: AskSubscription
  ) {}

  /** @throws BillingRefused */
  async atPeriodEnd(tenantId: number): Promise<void> {
    await this.#set(tenantId, true)
  }

  /** Also forgets a plan that was to come. @throws BillingRefused */
  async resume(tenantId: number): Promise<void> {
    await this.#set(tenantId, false)
  }

  async #set(tenantId: number, ends: boolean): Promise<void> {
    const { present } = await this.find.execute(tenantId)
    await this.scheduleDowngrade.release(present)
    if (ends || present.cancel_at_period_end) {
      await this.stripe.client.subscriptions.update(present.id, { cancel_at_period_end: ends })
    }
    await this.askSubscription.now(tenantId)
  }
}
