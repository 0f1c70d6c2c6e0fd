import { setTimeout as pause } from 'node:timers/promises'
import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import type { Money } from '#core/money'
import { invoicePrice } from '#platform/billing/invoices/invoice_prices'
import { PlanPrices, type PlanPrice } from '#platform/billing/stripe/plan_prices'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { allPlans, type Plan } from '#tenancy/plans/plans'

/** A page is of use without prices, and does not wait longer for Stripe to say them. */
const PATIENCE_MS = 3_000

export interface PricedPlan extends Plan {
  /** A month, without tax; null where Stripe does not say. */
  price: Money | null
}

/** Every plan with what it costs: at Stripe or, where the platform takes no cards, by our invoices. */
@inject()
export class PriceList {
  constructor(
    private stripe: StripeBilling,
    private prices: PlanPrices
  ) {}

  /** @param currency of an ISP, for invoices; that of strangers is not known */
  async all(currency?: string): Promise<PricedPlan[]> {
    if (!this.stripe.isOn) {
      return allPlans().map((plan) => ({ ...plan, price: invoicePrice(plan.code, currency) }))
    }
    const known = await this.#ofStripe()
    return allPlans().map((plan) => ({
      ...plan,
      price: known.find((each) => each.plan === plan.code)?.amount ?? null,
    }))
  }

  async #ofStripe(): Promise<PlanPrice[]> {
    try {
      const nothing = pause(PATIENCE_MS, { plans: [] }, { ref: false })
      const { plans } = await Promise.race([this.prices.all(), nothing])
      return plans
    } catch (error) {
      logger.error({ err: error }, 'plan prices')
      return []
    }
  }
}
