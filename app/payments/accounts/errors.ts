import { Exception } from '@adonisjs/core/exceptions'
import type { ProviderEnvironment } from '#core/http/provider'
import type { Money } from '#core/money'

/** The gateway takes payments in other currencies only. */
export class CurrencyNotTaken extends Exception {
  static override status = 422
  static override code = 'E_CURRENCY_NOT_TAKEN'

  constructor(
    readonly gateway: string,
    readonly currency: string,
    readonly taken: readonly string[]
  ) {
    super(`${gateway} takes no ${currency}, only ${taken.join(', ')}`)
  }
}

/** An ISP's minimum below the gateway's own would let payments through that it refuses. */
export class MinimumTooLow extends Exception {
  static override status = 422
  static override code = 'E_MINIMUM_TOO_LOW'

  constructor(
    readonly gateway: string,
    readonly least: Money
  ) {
    super(`${gateway} takes nothing below ${least.toDecimal()} ${least.currency}`)
  }
}

/** Keys for tests take no real money, and keys for real money are not for tests. */
export class WrongEnvironment extends Exception {
  static override status = 422
  static override code = 'E_WRONG_ENVIRONMENT'

  constructor(
    readonly gateway: string,
    readonly told: ProviderEnvironment
  ) {
    super(`These credentials of ${gateway} are for its ${told} environment`)
  }
}

/** Payments or refunds are under way that only this account can tell the end of. It is switched off now. */
export class PaymentsOpen extends Exception {
  static override status = 409
  static override code = 'E_PAYMENTS_OPEN'

  constructor(readonly count: number) {
    super(
      `${count} payments or refunds are still open at this gateway. Disconnect it when they are settled.`
    )
  }
}
