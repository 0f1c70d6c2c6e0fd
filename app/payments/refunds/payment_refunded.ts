import { BaseEvent } from '@adonisjs/core/events'
import type Refund from '#payments/refunds/refund'

/**
 * Money has gone back. Dispatched inside the transaction that marks the refund made, so that
 * what it ends or shortens happens with it or not at all.
 */
export class PaymentRefunded extends BaseEvent {
  constructor(readonly refund: Refund) {
    super()
  }
}
