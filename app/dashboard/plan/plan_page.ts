import { randomUUID } from 'node:crypto'
import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import Invoice from '#platform/billing/invoices/invoice'
import { invoicePrice } from '#platform/billing/invoices/invoice_prices'
import { PlanPrices, type PlanPrice } from '#platform/billing/stripe/plan_prices'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import Subscription from '#platform/billing/subscription/subscription'
import { PlanUsage } from '#platform/plans/plan_usage'
import { allPlans, LIMITS, planByCode } from '#tenancy/plans/plans'
import { limitsOf } from '#tenancy/plans/tenant_limits'
import type Tenant from '#tenancy/models/tenant'

const INVOICES = 24

/** What the page of the plan shows. */
@inject()
export class PlanPage {
  constructor(
    private stripe: StripeBilling,
    private prices: PlanPrices,
    private usage: PlanUsage
  ) {}

  async of(tenant: Tenant) {
    const subscription = await Subscription.find(tenant.id)
    const prices = await this.#prices()
    const isSubscribed = Boolean(subscription?.isLive && subscription.status !== 'incomplete')
    return {
      subscription,
      isSubscribed,
      takesCards: this.stripe.isOn,
      plan: planByCode(tenant.plan),
      nextPlan: subscription?.nextPlan ? planByCode(subscription.nextPlan) : null,
      usage: await this.#used(tenant),
      plans: allPlans().map((plan) => ({
        ...plan,
        price: this.stripe.isOn
          ? (prices?.find((price) => price.plan === plan.code)?.amount ?? null)
          : invoicePrice(plan.code),
        isPresent: plan.code === tenant.plan,
      })),
      pricesAreKnown: prices !== null,
      nonce: randomUUID(),
      invoices: await Invoice.query()
        .where('tenant_id', tenant.id)
        .orderBy('issued_at', 'desc')
        .limit(INVOICES),
    }
  }

  async #used(tenant: Tenant) {
    const [used, limits] = [await this.usage.of(tenant), limitsOf(tenant)]
    return LIMITS.map((name) => ({ name, used: used[name], allowed: limits[name] }))
  }

  /** Null where Stripe does not say; the page is of use without. */
  async #prices(): Promise<PlanPrice[] | null> {
    if (!this.stripe.isOn) return null
    try {
      const { plans } = await this.prices.all()
      return plans
    } catch (error) {
      logger.error({ err: error }, 'plan prices')
      return null
    }
  }
}
