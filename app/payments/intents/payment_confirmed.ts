import { BaseEvent } from '@adonisjs/core/events'
import type PaymentIntent from '#payments/intents/payment_intent'

/**
 * The money is ours. Dispatched inside the transaction that marks the intent
 * paid: a listener that throws takes the payment back to pending, to be tried
 * again, so that nobody is ever paid and not credited.
 */
export class PaymentConfirmed extends BaseEvent {
  constructor(readonly intent: PaymentIntent) {
    super()
  }
}
