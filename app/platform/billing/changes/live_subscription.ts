import { inject } from '@adonisjs/core'
import type Stripe from 'stripe'
import { BillingRefused } from '#platform/billing/errors'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { planItem } from '#platform/billing/subscription/read_subscription'
import Subscription from '#platform/billing/subscription/subscription'

/** A subscription as Stripe has it at this moment, to be changed. */
export interface LiveSubscription {
  row: Subscription
  customer: string
  present: Stripe.Subscription
  /** The item that is the plan. */
  item: Stripe.SubscriptionItem
}

/** Finds what may be changed. Never by what we remember: it is asked anew. */
@inject()
export class FindLiveSubscription {
  constructor(private stripe: StripeBilling) {}

  /** @throws BillingRefused when there is none, or money is owed for it or for a change */
  async execute(tenantId: number): Promise<LiveSubscription> {
    const row = await Subscription.find(tenantId)
    if (!row?.customer || !row.subscription) throw new BillingRefused('not_subscribed')

    const present = await this.stripe.client.subscriptions.retrieve(row.subscription)
    const item = planItem(present)
    const isOwed = ['past_due', 'unpaid', 'incomplete'].includes(present.status)
    if (isOwed || present.pending_update) {
      throw new BillingRefused('payment_open')
    }
    if (!item || !['trialing', 'active'].includes(present.status)) {
      throw new BillingRefused('not_subscribed')
    }
    return { row, customer: row.customer, present, item }
  }
}
