import type { Clock } from '../kit/clock.js'
import { AgreementBook } from './agreement_book.js'
import { Merchants } from './merchants.js'
import { PaymentBook } from './payment_book.js'
import type { Envelope } from './refusals.js'
import { RefundDesk } from './refund_desk.js'
import { TokenDesk } from './token_desk.js'
import type { Visit } from './visit.js'
import { Visits } from './visits.js'
import { Wallets } from './wallets.js'

/** Everything the stand-in knows. */
export class BkashWorld {
  readonly settings: { errorEnvelope: Envelope } = { errorEnvelope: 'mixed' }
  readonly merchants = new Merchants()
  readonly wallets = new Wallets()
  readonly tokens: TokenDesk
  readonly visits: Visits
  readonly agreements: AgreementBook
  readonly payments: PaymentBook
  readonly refunds: RefundDesk

  constructor(
    clock: Clock,
    /** Origin put into `bkashURL`; the one the merchant called when left out. */
    readonly publicUrl?: string
  ) {
    this.tokens = new TokenDesk(this.merchants, clock)
    this.visits = new Visits(clock)
    this.agreements = new AgreementBook(this.visits, clock)
    this.payments = new PaymentBook(this.wallets, this.visits, clock)
    this.refunds = new RefundDesk(this.wallets, clock)
  }

  /** The payment or the agreement behind an address of the page. */
  visit(paymentId: string): Visit | undefined {
    return this.payments.find(paymentId) ?? this.agreements.find(paymentId)
  }
}
