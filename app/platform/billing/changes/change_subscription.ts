import { inject } from '@adonisjs/core'
import type Stripe from 'stripe'
import { Clock } from '#core/clock'
import {
  FindLiveSubscription,
  type LiveSubscription,
} from '#platform/billing/changes/live_subscription'
import { PlanFit } from '#platform/billing/changes/plan_fit'
import { isUpgrade } from '#platform/billing/changes/preview_change'
import { ScheduleDowngrade } from '#platform/billing/changes/schedule_downgrade'
import { BillingRefused } from '#platform/billing/errors'
import { PlanPrices } from '#platform/billing/stripe/plan_prices'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { AskSubscription } from '#platform/billing/subscription/ask_subscription'
import type Tenant from '#tenancy/models/tenant'
import type { PlanCode } from '#tenancy/plans/plans'

/** How long amounts that were shown may be agreed to. */
const PREVIEW_SECONDS = 1800

export interface ChangeWish {
  plan: PlanCode
  /** Of the preview that was agreed to. */
  prorationDate: number
}

/** `pending`: the payment for it has not come through, and the old plan goes on until it does. */
export type ChangeOutcome = 'changed' | 'pending' | 'scheduled'

/** Moves an ISP to another plan: up at once, for the difference; down at the period's end. */
@inject()
export class ChangeSubscription {
  constructor(
    private stripe: StripeBilling,
    private find: FindLiveSubscription,
    private prices: PlanPrices,
    private fit: PlanFit,
    private scheduleDowngrade: ScheduleDowngrade,
    private askSubscription: AskSubscription,
    private clock: Clock
  ) {}

  /** @throws BillingRefused, PriceMissing */
  async execute(tenant: Tenant, wish: ChangeWish): Promise<ChangeOutcome> {
    const live = await this.find.execute(tenant.id)
    const outcome = isUpgrade(live, wish.plan)
      ? await this.#upgrade(live, wish)
      : await this.#downgrade(tenant, live, wish.plan)
    await this.askSubscription.now(tenant.id)
    return outcome
  }

  async #upgrade(
    live: LiveSubscription,
    { plan, prorationDate }: ChangeWish
  ): Promise<ChangeOutcome> {
    const age = this.clock.now().toUnixInteger() - prorationDate
    if (age < 0 || age > PREVIEW_SECONDS) throw new BillingRefused('preview_old')

    const { priceId } = await this.prices.of(plan)
    await this.scheduleDowngrade.release(live.present)
    const { pending_update: pending } = await this.stripe.client.subscriptions.update(
      live.present.id,
      {
        items: [{ id: live.item.id, price: priceId, quantity: 1 }],
        proration_behavior: 'always_invoice',
        proration_date: prorationDate,
        payment_behavior: 'pending_if_incomplete',
      },
      { idempotencyKey: `portico-change-${live.present.id}-${priceId}-${prorationDate}` }
    )
    return pending ? 'pending' : 'changed'
  }

  async #downgrade(
    tenant: Tenant,
    { present, item }: LiveSubscription,
    plan: PlanCode
  ): Promise<ChangeOutcome> {
    await this.fit.require(tenant, plan)
    const { priceId } = await this.prices.of(plan)
    await this.scheduleDowngrade.execute(present, replaced(present, item, priceId))
    return 'scheduled'
  }
}

function replaced(
  { items }: Stripe.Subscription,
  { id }: Stripe.SubscriptionItem,
  priceId: string
) {
  return items.data.map((each) =>
    each.id === id ? { price: priceId, quantity: 1 } : { price: each.price.id }
  )
}
