import { Exception } from '@adonisjs/core/exceptions'

export type RefundRefusal =
  /** Nothing was paid, it was undone, or it went back already. */
  'nothing_left' | 'more_than_left' | 'not_this_way'

/** This cannot be given back so. The reason is a message of resources/lang, refunds.refused. */
export class RefundRefused extends Exception {
  static override status = 422
  static override code = 'E_REFUND_REFUSED'

  constructor(readonly reason: RefundRefusal) {
    super(`The refund is refused: ${reason}`)
  }
}

/** Somebody has decided it already, or the gateway has. */
export class AlreadyDecided extends Exception {
  static override status = 409
  static override code = 'E_ALREADY_DECIDED'
  static override message = 'This has been decided already. Look at the page again.'
}
