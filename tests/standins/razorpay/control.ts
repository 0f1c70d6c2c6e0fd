import type { CallLog } from '../kit/calls.js'
import type { Clock } from '../kit/clock.js'
import { addControlRoutes, controlBody, StandInControl } from '../kit/control.js'
import type { FaultQueue } from '../kit/faults.js'
import { ControlError } from '../kit/guards.js'
import { addNoticeRoutes } from '../kit/notice_control.js'
import type { NoticeBoard } from '../kit/notices.js'
import { json } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import { act, parseAction } from './checkout_routes.js'
import { parseMerchant, type AccountCredentials } from './merchants.js'
import type { Order } from './order_book.js'
import { METHODS, type Payment, type PayMethod } from './payment_book.js'
import { orderView, paymentView } from './views.js'
import type { WayBack } from './way_back.js'
import type { CustomerAction, RazorpayWorld } from './world.js'

/** What a test may do to Razorpay. */
export class RazorpayControl extends StandInControl {
  constructor(
    private readonly world: RazorpayWorld,
    clock: Clock,
    calls: CallLog,
    faults: FaultQueue
  ) {
    super(clock, calls, faults)
  }

  /** The events that went to merchants' webhooks, and when they go. */
  get notices(): NoticeBoard {
    return this.world.notices
  }

  /** Adds an account, or replaces the one with the same key, its webhook included. */
  addMerchant(credentials: AccountCredentials): void {
    this.world.merchants.add(credentials)
  }

  orders(): Order[] {
    return this.world.orders.all()
  }

  /** @throws ControlError when there is no such order. */
  order(id: string): Order {
    const order = this.world.orders.find(id)
    if (!order) throw new ControlError(`There is no order "${id}"`)
    return order
  }

  payments(orderId: string): Payment[] {
    return this.world.payments.ofOrder(this.order(orderId))
  }

  /**
   * Does what the customer does on the page that was opened last, without a browser.
   * @returns how Razorpay would now send that browser back.
   * @throws ControlError when nobody opened the checkout, or the order is paid.
   */
  complete(orderId: string, action: CustomerAction, method?: PayMethod): WayBack {
    const order = this.order(orderId)
    if (order.status === 'paid') throw new ControlError('The order is paid')
    const checkout = this.world.checkouts.last(order)
    if (!checkout) throw new ControlError('Nobody has opened the checkout of this order')
    return act(this.world, checkout, action, method)
  }

  /** Money that no browser tells of: a failed payment's that came late, or a new one's. */
  payLate(orderId: string): Payment {
    const order = this.order(orderId)
    const failed = this.payments(orderId).findLast((payment) => payment.status === 'failed')
    if (!failed) {
      return this.world.pay(order, { method: 'upi', contact: '+919000090000', email: null })
    }
    this.world.capture(failed)
    return failed
  }

  /** Whether refunds from now on wait for a bank. */
  useRefundStatus(status: 'pending' | 'processed'): void {
    this.world.refunds.firstStatus = status
  }

  /** The bank's word on a refund. @throws ControlError unless it waits for one. */
  settleRefund(refundId: string, status: 'processed' | 'failed'): void {
    const refund = this.world.refunds.find(refundId)
    if (refund?.status !== 'pending') throw new ControlError('No such refund is pending')
    this.world.settleRefund(refund, status)
  }
}

export function addRazorpayControlRoutes(routes: Routes, control: RazorpayControl): void {
  addControlRoutes(routes, control)
  addNoticeRoutes(routes, control.notices)
  const view = (order: Order) => ({
    ...orderView(order),
    payments: control.payments(order.id).map(paymentView),
  })
  routes
    .add('GET', '/__control/payments', () => json({ payments: control.orders().map(view) }))
    .add('GET', '/__control/payments/:id', ({ params }) =>
      json(view(control.order(params.id ?? '')))
    )
    .add('POST', '/__control/payments/:id/complete', (request) => {
      const body = controlBody(request)
      const action = parseAction(body.action)
      if (!action) throw new ControlError('"action" must be pay, cancel or fail')
      const method = METHODS.find((one) => one === body.method)
      return json(control.complete(request.params.id ?? '', action, method))
    })
    .add('POST', '/__control/payments/:id/pay-late', ({ params }) =>
      json(paymentView(control.payLate(params.id ?? '')))
    )
    .add('POST', '/__control/merchants', (request) => {
      control.addMerchant(parseMerchant(controlBody(request)))
      return json({}, 201)
    })
    .add('POST', '/__control/refunds/:id', (request) => {
      const { status } = controlBody(request)
      if (status !== 'processed' && status !== 'failed') {
        throw new ControlError('"status" must be processed or failed')
      }
      control.settleRefund(request.params.id ?? '', status)
      return json({})
    })
    .add('POST', '/__control/settings', (request) => {
      const { refunds } = controlBody(request)
      if (refunds === 'pending' || refunds === 'processed') control.useRefundStatus(refunds)
      return json({})
    })
}
