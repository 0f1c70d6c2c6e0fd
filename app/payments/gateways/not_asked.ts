import { Exception } from '@adonisjs/core/exceptions'

import type { PaymentReason } from './contract.js'

/** The call itself was never made: there was no token for it, or a key that is none. */
export abstract class NotAsked extends Exception {
  static override status = 503

  /** What the verbs report. */
  abstract readonly reason: PaymentReason
}
