import type { Clock } from '../kit/clock.js'
import { NoticeBoard } from '../kit/notices.js'
import type { SpCode } from './codes.js'
import { Merchants } from './merchants.js'
import { OrderBook, type Order } from './order_book.js'
import { TokenDesk } from './token_desk.js'
import type { VerificationStyle } from './views.js'

export type CustomerAction = 'pay' | 'cancel' | 'fail'

/** Everything the stand-in knows. */
export class ShurjopayWorld {
  readonly style: VerificationStyle = { amounts: 'four', spCode: 'string' }
  readonly merchants = new Merchants()
  readonly notices = new NoticeBoard()
  readonly tokens: TokenDesk
  readonly orders: OrderBook

  constructor(
    clock: Clock,
    /** Origin put into `checkout_url`; the one the merchant called when left out. */
    readonly publicUrl?: string
  ) {
    this.tokens = new TokenDesk(this.merchants, clock)
    this.orders = new OrderBook(clock)
  }

  /** What the customer does ends the order, and the merchant's server is told. */
  act(order: Order, action: CustomerAction, method = 'bKash'): void {
    if (action === 'pay') {
      this.orders.pay(order, method)
      this.#tell(order)
    } else this.end(order, action === 'cancel' ? '1002' : '1001')
  }

  /** Ends an order as a bank would: 1005, 1061, 1067, 2005, … */
  end(order: Order, code: SpCode): void {
    this.orders.end(order, code)
    this.#tell(order)
  }

  #tell(order: Order): void {
    const { ipn } = order.merchant
    if (!ipn) return
    const url = new URL(ipn.url)
    url.searchParams.set(ipn.parameter, order.spOrderId)
    this.notices.send({ about: order.spOrderId, method: ipn.method, url: url.toString(), body: '' })
  }
}
