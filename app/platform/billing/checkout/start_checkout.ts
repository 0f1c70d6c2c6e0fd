import { inject } from '@adonisjs/core'
import { DateTime } from 'luxon'
import type Stripe from 'stripe'
import { Clock } from '#core/clock'
import { PlanFit } from '#platform/billing/changes/plan_fit'
import { EnsureCustomer } from '#platform/billing/checkout/ensure_customer'
import { BillingRefused } from '#platform/billing/errors'
import Invoice from '#platform/billing/invoices/invoice'
import { digest } from '#platform/billing/stripe/digest'
import { PlanPrices } from '#platform/billing/stripe/plan_prices'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { isOver } from '#platform/billing/subscription/subscription'
import { tenantUrl } from '#platform/tenant_url'
import type Tenant from '#tenancy/models/tenant'
import { PLAN_PAGE } from '#tenancy/plans/errors'
import { PLAN_CODES, type PlanCode } from '#tenancy/plans/plans'

/** Stripe wants a trial's end to be at least so far off (Checkout, subscription_data.trial_end). */
const SHORTEST_TRIAL_HOURS = 49

export interface CheckoutWish {
  plan: PlanCode
  email: string
  /** The same for every copy of one form, so that a double click opens one page. */
  nonce: string
}

/** Opens Stripe's page on which an ISP subscribes. What is left of its trial, or paid, it keeps. */
@inject()
export class StartCheckout {
  constructor(
    private stripe: StripeBilling,
    private prices: PlanPrices,
    private ensureCustomer: EnsureCustomer,
    private fit: PlanFit,
    private clock: Clock
  ) {}

  /**
   * @returns the page's address
   * @throws BillingRefused, PriceMissing
   */
  async execute(tenant: Tenant, { plan, email, nonce }: CheckoutWish): Promise<string> {
    await this.fit.requireOfChoice(tenant, plan)
    const { row, customer } = await this.ensureCustomer.execute(tenant, email)
    await this.#refuseSecond(customer)

    const [{ priceId }, { metered }] = [await this.prices.of(plan), await this.prices.all()]
    const trialEnd = this.#trialEnd(await keptUntil(tenant, plan))
    const params = this.#params(tenant, customer, { items: [priceId, metered], trialEnd })
    const session = await this.stripe.client.checkout.sessions.create(params, {
      idempotencyKey: `portico-checkout-${tenant.schema}-${digest([nonce, params])}`,
    })
    if (!session.url) throw new BillingRefused('payment_open')
    await this.#closeEarlier(row.checkoutSession, session.id)
    await row.merge({ checkoutSession: session.id }).save()
    return session.url
  }

  /** Stripe is asked, since our row may not know yet what was paid a second ago. */
  async #refuseSecond(customer: string): Promise<void> {
    const { data } = await this.stripe.client.subscriptions.list({ customer, limit: 10 })
    const isOne = data.some((each) => !isOver(each) && each.status !== 'incomplete')
    if (isOne) throw new BillingRefused('already_subscribed')
  }

  #params(
    tenant: Tenant,
    customer: string,
    {
      items: [price, metered],
      trialEnd,
    }: { items: [string, string | null]; trialEnd: number | null }
  ): Stripe.Checkout.SessionCreateParams {
    const page = `${tenantUrl(tenant)}${PLAN_PAGE}`
    return {
      mode: 'subscription',
      customer,
      client_reference_id: String(tenant.id),
      line_items: [{ price, quantity: 1 }, ...(metered ? [{ price: metered }] : [])],
      payment_method_collection: 'if_required',
      tax_id_collection: { enabled: true },
      customer_update: { name: 'auto', address: 'auto' },
      subscription_data: {
        metadata: { tenant_id: String(tenant.id) },
        ...(trialEnd && {
          trial_end: trialEnd,
          trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
        }),
      },
      success_url: `${page}/return?session={CHECKOUT_SESSION_ID}`,
      cancel_url: page,
    }
  }

  #trialEnd(endsAt: DateTime | null): number | null {
    const isLongEnough = endsAt && endsAt > this.clock.now().plus({ hours: SHORTEST_TRIAL_HOURS })
    return isLongEnough ? Math.floor(endsAt.toSeconds()) : null
  }

  /** Two open pages could be paid both. One that is no longer open is not closed, and needs not be. */
  async #closeEarlier(earlier: string | null, present: string): Promise<void> {
    if (!earlier || earlier === present) return
    const { sessions } = this.stripe.client.checkout
    const { status } = await sessions.retrieve(earlier)
    if (status === 'open') await sessions.expire(earlier)
  }
}

/** The end of its trial, or of what it has paid by invoice for this plan or a larger one. */
async function keptUntil({ id, trialEndsAt }: Tenant, plan: PlanCode): Promise<DateTime | null> {
  const paid = await Invoice.lastPaidOfOurs(id)
  const isEnough = paid?.plan && PLAN_CODES.indexOf(plan) <= PLAN_CODES.indexOf(paid.plan)
  return isEnough ? DateTime.max(paid.periodEnd, trialEndsAt ?? paid.periodEnd) : trialEndsAt
}
