import type { Clock } from '../kit/clock.js'
import { Merchants } from './merchants.js'
import { PaymentBook } from './payment_book.js'
import type { Envelope } from './refusals.js'
import { RefundDesk } from './refund_desk.js'
import { TokenDesk } from './token_desk.js'
import { Wallets } from './wallets.js'

/** Everything the stand-in knows. */
export class BkashWorld {
  readonly settings: { errorEnvelope: Envelope } = { errorEnvelope: 'mixed' }
  readonly merchants = new Merchants()
  readonly wallets = new Wallets()
  readonly tokens: TokenDesk
  readonly payments: PaymentBook
  readonly refunds: RefundDesk

  constructor(
    clock: Clock,
    /** Origin put into `bkashURL`; the one the merchant called when left out. */
    readonly publicUrl?: string
  ) {
    this.tokens = new TokenDesk(this.merchants, clock)
    this.payments = new PaymentBook(this.wallets, clock)
    this.refunds = new RefundDesk(this.wallets, clock)
  }
}
