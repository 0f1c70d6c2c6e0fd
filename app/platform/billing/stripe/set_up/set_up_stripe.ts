import { inject } from '@adonisjs/core'
import type { Money } from '#core/money'
import { setUpMetering } from '#platform/billing/stripe/set_up/set_up_metering'
import { setUpPlans } from '#platform/billing/stripe/set_up/set_up_plans'
import { setUpPortal } from '#platform/billing/stripe/set_up/set_up_portal'
import { setUpWebhook } from '#platform/billing/stripe/set_up/set_up_webhook'
import type { Step } from '#platform/billing/stripe/set_up/step'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'

export interface SetUpResult {
  steps: Step[]
  /** Of an endpoint that was just made: Stripe says it this once. */
  webhookSecret: string | null
}

/**
 * Makes what is missing of the platform's account at Stripe: prices, portal, webhook and, where
 * active customers cost something, the meter. What is right is left alone.
 */
@inject()
export class SetUpStripe {
  constructor(private stripe: StripeBilling) {}

  /**
   * @param activeCustomer what each costs a month; undefined leaves the meter and its price alone
   * @throws BillingOff, MeterDiffers, and what Stripe answers
   */
  async execute(activeCustomer?: Money): Promise<SetUpResult> {
    const { client } = this.stripe
    const plans = await setUpPlans(client)
    const metering = activeCustomer ? await setUpMetering(client, activeCustomer) : []
    const portal = await setUpPortal(client)
    const { step, secret } = await setUpWebhook(client)
    return { steps: [...plans, ...metering, portal, step], webhookSecret: secret }
  }
}
