import { Exception } from '@adonisjs/core/exceptions'
import type { PaymentReason } from '#payments/gateways/contract'

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
