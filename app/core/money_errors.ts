import { Exception } from '@adonisjs/core/exceptions'

/** An amount that cannot be money: a fraction of a minor unit, a negative, an unknown currency. */
export class InvalidMoney extends Exception {
  static override status = 422
  static override code = 'E_INVALID_MONEY'
}
