import { Exception } from '@adonisjs/core/exceptions'

export type RechargeRefusal = 'blocked' | 'merged' | 'no_package' | 'discount_too_large'

/** This customer cannot be sold this. The reason is a message of resources/lang, recharge.refused. */
export class RechargeRefused extends Exception {
  static override status = 422
  static override code = 'E_RECHARGE_REFUSED'

  constructor(readonly reason: RechargeRefusal) {
    super(`The recharge is refused: ${reason}`)
  }
}

/** What the operator agreed to with the customer is not what would happen now. */
export class FactsChanged extends Exception {
  static override status = 409
  static override code = 'E_FACTS_CHANGED'
  static override message = 'Something changed since the preview. Look at it again.'
}

export type UndoRefusal = 'not_cash' | 'already_undone' | 'refunded' | 'another_day' | 'built_upon'

/** This payment cannot be undone. The reason is a message of resources/lang, recharge.undo.refused. */
export class UndoRefused extends Exception {
  static override status = 409
  static override code = 'E_UNDO_REFUSED'

  constructor(readonly reason: UndoRefusal) {
    super(`The payment cannot be undone: ${reason}`)
  }
}
