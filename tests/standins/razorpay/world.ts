import type { Clock } from '../kit/clock.js'
import { NoticeBoard } from '../kit/notices.js'
import { CheckoutDesk } from './checkout_desk.js'
import { eventOf } from './events.js'
import { Merchants } from './merchants.js'
import { OrderBook, type Order } from './order_book.js'
import { PaymentBook, type Payment, type PayMethod } from './payment_book.js'
import { RefundDesk, type Refund } from './refund_desk.js'
import { orderView, paymentView, refundView } from './views.js'

export type CustomerAction = 'pay' | 'cancel' | 'fail'

/** Who pays, and how. */
export interface Payer {
  method: PayMethod
  contact: string
  email: string | null
}

/** Everything the stand-in knows. */
export class RazorpayWorld {
  readonly merchants = new Merchants()
  readonly notices = new NoticeBoard()
  readonly orders: OrderBook
  readonly payments: PaymentBook
  readonly refunds: RefundDesk
  readonly checkouts: CheckoutDesk

  constructor(
    private readonly clock: Clock,
    /** Origin for pages when browsers reach the stand-in under another name. */
    readonly publicUrl?: string
  ) {
    this.orders = new OrderBook(clock)
    this.payments = new PaymentBook(clock)
    this.refunds = new RefundDesk(clock)
    this.checkouts = new CheckoutDesk(this.merchants, this.orders)
  }

  /** A customer's money is held; an account with auto-capture takes it at once. */
  pay(order: Order, payer: Payer): Payment {
    const payment = this.payments.attempt(order, payer)
    this.#tell(payment, 'payment.authorized')
    if (order.merchant.autoCapture) this.capture(payment)
    return payment
  }

  fail(order: Order, payer: Payer): Payment {
    const payment = this.payments.attempt(order, payer)
    this.payments.fail(payment)
    this.#tell(payment, 'payment.failed')
    return payment
  }

  /** Also of a failed payment: a bank that was late. */
  capture(payment: Payment): void {
    this.payments.capture(payment)
    this.#tell(payment, 'payment.captured')
    this.#tell(payment, 'order.paid')
  }

  refunded(refund: Refund): void {
    this.#tellRefund(refund, 'refund.created')
    if (refund.status === 'processed') this.#tellRefund(refund, 'refund.processed')
  }

  settleRefund(refund: Refund, status: 'processed' | 'failed'): void {
    this.refunds.settle(refund, status)
    this.#tellRefund(refund, `refund.${status}`)
  }

  #tell(payment: Payment, event: string): void {
    const { order } = payment
    const entities = {
      payment: paymentView(payment),
      ...(event === 'order.paid' ? { order: orderView(order) } : {}),
    }
    this.#send(order, event, entities)
  }

  #tellRefund(refund: Refund, event: string): void {
    const entities = { refund: refundView(refund), payment: paymentView(refund.payment) }
    this.#send(refund.payment.order, event, entities)
  }

  #send(order: Order, event: string, entities: Record<string, unknown>): void {
    const notice = eventOf(order.merchant, event, order.id, entities, this.clock.now())
    if (notice) this.notices.send(notice)
  }
}
