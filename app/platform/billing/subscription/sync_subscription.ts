import { inject } from '@adonisjs/core'
import type Stripe from 'stripe'
import { EndSecond } from '#platform/billing/changes/end_second'
import { LeaveInvoices } from '#platform/billing/invoices/leave_invoices'
import { mirrorInvoices } from '#platform/billing/invoices/mirror_invoices'
import { TellOfFailures } from '#platform/billing/letters/tell_of_failures'
import { ApplyStanding } from '#platform/billing/standing/apply_standing'
import { PlanPrices } from '#platform/billing/stripe/plan_prices'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import type { Asking } from '#platform/billing/subscription/asking_lease'
import { presentOf } from '#platform/billing/subscription/choose_subscription'
import { readSubscription } from '#platform/billing/subscription/read_subscription'
import Subscription from '#platform/billing/subscription/subscription'
import { SettleEvents } from '#platform/billing/webhook/settle_events'

const MANY = 24

/** Takes over what Stripe says of an ISP at this moment: its subscription, invoices and state. */
@inject()
export class SyncSubscription {
  constructor(
    private stripe: StripeBilling,
    private prices: PlanPrices,
    private leaveInvoices: LeaveInvoices,
    private endSecond: EndSecond,
    private settleEvents: SettleEvents,
    private applyStanding: ApplyStanding,
    private tellOfFailures: TellOfFailures
  ) {}

  async execute(tenantId: number, { customer, since }: Asking): Promise<void> {
    const { client } = this.stripe
    const [person, subscriptions, invoices, prices] = await Promise.all([
      client.customers.retrieve(customer, { expand: ['tax_ids'] }),
      client.subscriptions.list({
        customer,
        status: 'all',
        limit: MANY,
        expand: ['data.schedule'],
      }),
      client.invoices.list({ customer, limit: MANY }),
      this.prices.all(),
    ])
    const present = presentOf(subscriptions.data)
    const row = await Subscription.findOrFail(tenantId)
    const chosen = row.plan
    if (present) row.merge(readSubscription(present, prices, chosen))
    if (row.way === 'invoice' && !row.isCharged) row.plan = chosen
    const living = person.deleted ? null : person
    const method = present && living && paysBy(present, living)
    row.hasPaymentMethod = Boolean(method)
    row.taxIds = living?.tax_ids?.data.map(({ value }) => value) ?? []
    await row.save()
    if (row.isCharged) await this.leaveInvoices.execute(row)
    if (present?.status === 'paused' && method) await this.#resume(present.id, method)

    await mirrorInvoices(tenantId, invoices.data)
    await this.applyStanding.execute(tenantId)
    await this.endSecond.execute(tenantId, subscriptions.data)
    const heard = await this.settleEvents.execute(customer, since)
    await this.tellOfFailures.execute(tenantId, invoices.data, heard)
  }

  /**
   * A trial that ended without a card is paused, and Stripe does not go on by itself when there
   * is one. Once a card: one that fails is not tried at every event that its failure makes.
   */
  async #resume(subscription: string, method: string): Promise<void> {
    await this.stripe.client.subscriptions.resume(
      subscription,
      {},
      { idempotencyKey: `portico-resume-${subscription}-${method}` }
    )
  }
}

/** @returns Stripe's id, found as Stripe does (docs.stripe.com/billing/subscriptions/overview) */
function paysBy(subscription: Stripe.Subscription, customer: Stripe.Customer): string | null {
  const method =
    subscription.default_payment_method ??
    subscription.default_source ??
    customer.invoice_settings.default_payment_method ??
    customer.default_source
  return typeof method === 'object' && method !== null ? method.id : method
}
