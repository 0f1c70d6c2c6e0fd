import { Exception } from '@adonisjs/core/exceptions'
import type { PaymentReason } from '#payments/gateways/contract'
import type PaymentIntent from '#payments/intents/payment_intent'

/** The method is switched off, unknown, or does not take this amount. */
export class GatewayNotAvailable extends Exception {
  static override status = 422
  static override code = 'E_GATEWAY_NOT_AVAILABLE'
  static override message = 'This payment method is not available now. Please choose another.'
}

/** The gateway would not start the payment; nothing was taken. */
export class GatewayRefused extends Exception {
  static override status = 502
  static override code = 'E_GATEWAY_REFUSED'

  constructor(readonly reason: PaymentReason) {
    super(`The payment could not be started (${reason}). Nothing was taken. Please try again.`)
  }
}

/** The customer has something else to pay open, and has not said that this shall be paid instead. */
export class AnotherUnderWay extends Exception {
  static override status = 409
  static override code = 'E_ANOTHER_PAYMENT_UNDER_WAY'
  static override message = 'Another payment is open. Go on with it, or say that this is another.'

  constructor(readonly intent: PaymentIntent) {
    super()
  }
}
