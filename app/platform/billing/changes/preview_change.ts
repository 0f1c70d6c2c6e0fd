import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import {
  FindLiveSubscription,
  type LiveSubscription,
} from '#platform/billing/changes/live_subscription'
import { PlanFit } from '#platform/billing/changes/plan_fit'
import { BillingRefused } from '#platform/billing/errors'
import { PlanPrices, type PlanPrice } from '#platform/billing/stripe/plan_prices'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { moment, planOf } from '#platform/billing/subscription/read_subscription'
import type Tenant from '#tenancy/models/tenant'
import { featuresLost } from '#tenancy/plans/features'
import { PLAN_CODES, type FeatureName, type LimitName, type PlanCode } from '#tenancy/plans/plans'

/** What a change of plan means, before anybody agrees to it. */
export type PlanChangePreview =
  | {
      kind: 'upgrade'
      price: PlanPrice
      /** Minor units; negative lines give back what was paid for the old plan. */
      lines: { text: string; minor: number }[]
      dueMinor: number
      currency: string
      /** Seconds since 1970: what was shown counts to the cent when it is confirmed with the same. */
      prorationDate: number
    }
  | {
      kind: 'downgrade'
      price: PlanPrice
      from: DateTime | null
      exceeded: LimitName[]
      /** Features that go; that stands in nobody's way. */
      lost: FeatureName[]
    }

/** Asks Stripe what an upgrade would cost now, and ourselves whether a downgrade would fit. */
@inject()
export class PreviewChange {
  constructor(
    private stripe: StripeBilling,
    private find: FindLiveSubscription,
    private prices: PlanPrices,
    private fit: PlanFit,
    private clock: Clock
  ) {}

  /** @throws BillingRefused, PriceMissing */
  async execute(tenant: Tenant, plan: PlanCode): Promise<PlanChangePreview> {
    const live = await this.find.execute(tenant.id)
    const price = await this.prices.of(plan)
    if (isUpgrade(live, plan)) return this.#upgrade(live, price)
    return {
      kind: 'downgrade',
      price,
      from: moment(live.item.current_period_end),
      exceeded: await this.fit.tooMuch(tenant, plan),
      lost: featuresLost(tenant, plan),
    }
  }

  async #upgrade(live: LiveSubscription, price: PlanPrice): Promise<PlanChangePreview> {
    const prorationDate = this.clock.now().toUnixInteger()
    const preview = await this.stripe.client.invoices.createPreview({
      customer: live.customer,
      subscription: live.present.id,
      subscription_details: {
        items: [{ id: live.item.id, price: price.priceId, quantity: 1 }],
        proration_behavior: 'always_invoice',
        proration_date: prorationDate,
      },
    })
    return {
      kind: 'upgrade',
      price,
      lines: preview.lines.data.map(({ description, amount }) => ({
        text: description ?? '',
        minor: amount,
      })),
      dueMinor: preview.amount_due,
      currency: preview.currency.toUpperCase(),
      prorationDate,
    }
  }
}

/** @throws BillingRefused when nothing would change */
export function isUpgrade({ present, row }: LiveSubscription, plan: PlanCode): boolean {
  const from = planOf(present) ?? row.plan
  if (from === plan && row.nextPlan === null) throw new BillingRefused('same_plan')
  return from === null || PLAN_CODES.indexOf(plan) >= PLAN_CODES.indexOf(from)
}
