import type { KeyObject } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import type { AmountStyle } from '../kit/taka.js'
import { newKeyPair, readPrivateKey, type KeyPairText } from './crypto.js'
import { Merchants, type MerchantAccount, type MerchantKeys } from './merchants.js'
import { PaymentBook } from './payment_book.js'
import { RefundDesk } from './refund_desk.js'

export interface NagadSettings {
  amounts: AmountStyle
  /** How far a request's time may be from ours. */
  toleranceSeconds: number
}

/** Everything the stand-in knows. */
export class NagadWorld {
  readonly settings: NagadSettings = { amounts: 'plain', toleranceSeconds: 3600 }
  readonly merchants = new Merchants()
  readonly payments: PaymentBook
  readonly refunds: RefundDesk
  readonly keys: KeyPairText
  readonly pgKey: KeyObject
  /** Where the page to pay on is: a port of its own. */
  payOrigin = ''

  constructor(
    readonly clock: Clock,
    keys?: KeyPairText
  ) {
    this.keys = keys ?? newKeyPair()
    this.pgKey = readPrivateKey(this.keys.privateKey)
    this.payments = new PaymentBook(clock)
    this.refunds = new RefundDesk(this.payments, clock)
  }

  addMerchant(account: MerchantAccount): MerchantKeys {
    return this.merchants.add(account, this.keys.publicKey)
  }
}
