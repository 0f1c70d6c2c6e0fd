import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { readEvent } from '#platform/billing/webhook/read_event'
import { ReceiveEvent } from '#platform/billing/webhook/receive_event'

/** Where Stripe tells of its events: kept and answered at once, acted upon by a job. */
@inject()
export default class StripeEventsController {
  constructor(
    private stripe: StripeBilling,
    private receiveEvent: ReceiveEvent
  ) {}

  /** @throws EventRefused, EventStale */
  async handle({ request }: HttpContext) {
    const signature = request.header('stripe-signature') ?? ''
    const event = readEvent(request.raw() ?? '', signature, this.stripe.webhookSecrets)
    await this.receiveEvent.execute(event)
    return { received: true }
  }
}
