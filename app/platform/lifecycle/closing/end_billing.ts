import { inject } from '@adonisjs/core'
import type Stripe from 'stripe'
import { EndSubscription } from '#platform/billing/changes/end_subscription'
import { BillingRefused } from '#platform/billing/errors'
import { isMissing } from '#platform/billing/stripe/is_missing'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { AskSubscription } from '#platform/billing/subscription/ask_subscription'
import Subscription, { isOver } from '#platform/billing/subscription/subscription'

/**
 * Sees to it that an ISP that has closed is charged no more. Safe to repeat; what Stripe does not
 * answer is not known to be done, and throws.
 */
@inject()
export class EndBilling {
  constructor(
    private stripe: StripeBilling,
    private endSubscription: EndSubscription,
    private askSubscription: AskSubscription
  ) {}

  /** Lets what is paid run out, so that there is a way back; where money is owed, at once. */
  async withThePeriod(tenantId: number): Promise<void> {
    const living = await this.#livingOf(tenantId)
    if (!living || living.cancel_at_period_end) return
    try {
      await this.endSubscription.atPeriodEnd(tenantId)
    } catch (error) {
      if (!(error instanceof BillingRefused)) throw error
      await this.#cancel(tenantId, living)
    }
  }

  async atOnce(tenantId: number): Promise<void> {
    const living = await this.#livingOf(tenantId)
    if (living) await this.#cancel(tenantId, living)
  }

  /** @returns the subscription, when there is one that is not over by Stripe's own word */
  async #livingOf(tenantId: number): Promise<Stripe.Subscription | null> {
    const row = this.stripe.isOn ? await Subscription.find(tenantId) : null
    if (!row?.subscription) return null
    try {
      const present = await this.stripe.client.subscriptions.retrieve(row.subscription)
      return isOver(present) ? null : present
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  async #cancel(tenantId: number, { id }: Stripe.Subscription): Promise<void> {
    await this.stripe.client.subscriptions.cancel(id)
    await this.askSubscription.now(tenantId)
  }
}
