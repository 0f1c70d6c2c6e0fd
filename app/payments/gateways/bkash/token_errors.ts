import type { DateTime } from 'luxon'

import type { PaymentReason } from '../contract.js'
import { NotAsked } from '../not_asked.js'

/** No token, so no call could be made. */
export abstract class BkashTokenFailure extends NotAsked {}

/** Refused here and not sent: a third token call in an hour blocks the merchant for an hour. */
export class BkashTokenLimit extends BkashTokenFailure {
  static override code = 'E_BKASH_TOKEN_LIMIT'
  override readonly reason = 'token_limit'

  constructor(readonly availableAt: DateTime) {
    super(`bKash allows two token calls an hour; the next one is free at ${availableAt.toISO()}`)
  }
}

/** Refused here and not sent: the call before it failed a moment ago, and calls are scarce. */
export class BkashTokenPause extends BkashTokenFailure {
  static override code = 'E_BKASH_TOKEN_PAUSE'
  override readonly reason = 'no_answer'

  constructor(readonly availableAt: DateTime) {
    super(`The last token call failed; the next try is at ${availableAt.toISO()}`)
  }
}

/** bKash answered, and not with a token. */
export class BkashTokenRefused extends BkashTokenFailure {
  static override code = 'E_BKASH_TOKEN_REFUSED'

  constructor(
    override readonly reason: PaymentReason,
    answer: string
  ) {
    super(`bKash issued no token: ${answer}. Check user name, password, app key and app secret`)
  }
}
