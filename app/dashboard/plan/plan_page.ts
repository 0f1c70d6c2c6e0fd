import { randomUUID } from 'node:crypto'
import { inject } from '@adonisjs/core'
import { FindOpenMatters } from '#dashboard/plan/open_matters'
import { invoicePrice } from '#platform/billing/invoices/invoice_prices'
import { PriceList } from '#platform/billing/price_list'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import Subscription from '#platform/billing/subscription/subscription'
import { PlanUsage } from '#platform/plans/plan_usage'
import { hasFeature } from '#tenancy/plans/features'
import { FEATURES, LIMITS, planByCode } from '#tenancy/plans/plans'
import { limitsOf } from '#tenancy/plans/tenant_limits'
import type Tenant from '#tenancy/models/tenant'

/** What the page of the plan shows. */
@inject()
export class PlanPage {
  constructor(
    private stripe: StripeBilling,
    private priceList: PriceList,
    private usage: PlanUsage,
    private openMatters: FindOpenMatters
  ) {}

  async of(tenant: Tenant) {
    const subscription = await Subscription.find(tenant.id)
    const plans = await this.priceList.all(tenant.currency)
    const isSubscribed = Boolean(subscription?.isCharged)
    return {
      ...(await this.openMatters.of(tenant, subscription)),
      subscription,
      isSubscribed,
      takesCards: this.stripe.isOn,
      plan: planByCode(tenant.plan),
      nextPlan: subscription?.nextPlan ? planByCode(subscription.nextPlan) : null,
      usage: await this.#used(tenant),
      features: FEATURES.filter((name) => hasFeature(tenant, name)),
      plans: plans.map((plan) => ({
        ...plan,
        byInvoice: invoicePrice(plan.code, tenant.currency),
        isPresent: plan.code === tenant.plan,
      })),
      pricesAreKnown: plans.some(({ price }) => price !== null),
      nonce: randomUUID(),
    }
  }

  async #used(tenant: Tenant) {
    const [used, limits] = [await this.usage.of(tenant), limitsOf(tenant)]
    return LIMITS.map((name) => ({ name, used: used[name], allowed: limits[name] }))
  }
}
