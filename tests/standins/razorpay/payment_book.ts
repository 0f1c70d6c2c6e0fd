import type { Clock } from '../kit/clock.js'
import type { JsonRecord } from '../kit/guards.js'
import { parseAmount, parseCurrency } from './fields.js'
import { razorpayId, type Merchant } from './merchants.js'
import type { Order } from './order_book.js'
import { noSuchId, Refusal, refuseUnknown } from './refusals.js'

export const METHODS = ['upi', 'netbanking', 'card'] as const
export type PayMethod = (typeof METHODS)[number]

export interface Payment {
  id: string
  order: Order
  amountMinor: number
  refundedMinor: number
  status: 'authorized' | 'captured' | 'refunded' | 'failed'
  method: PayMethod
  contact: string
  email: string | null
  createdAt: number
}

/** What nobody captures goes back after this. */
const CAPTURE_WITHIN_MS = 3 * 24 * 60 * 60 * 1000

/** Attempts to pay orders. Authorised is not yet the merchant's money; captured is. */
export class PaymentBook {
  readonly #payments = new Map<string, Payment>()

  constructor(private readonly clock: Clock) {}

  attempt(order: Order, details: Pick<Payment, 'method' | 'contact' | 'email'>): Payment {
    const payment: Payment = {
      ...details,
      id: razorpayId('pay'),
      order,
      amountMinor: order.amountMinor,
      refundedMinor: 0,
      status: 'authorized',
      createdAt: this.clock.now(),
    }
    this.#payments.set(payment.id, payment)
    order.attempts += 1
    if (order.status === 'created') order.status = 'attempted'
    return payment
  }

  fail(payment: Payment): void {
    payment.status = 'failed'
  }

  capture(payment: Payment): void {
    payment.status = 'captured'
    payment.order.status = 'paid'
    payment.order.paidMinor = payment.amountMinor
  }

  /** What `POST /payments/:id/capture` checks. @throws Refusal */
  checkCapture(payment: Payment, body: JsonRecord): void {
    refuseUnknown(Object.keys(body), ['amount', 'currency'])
    const [amount, currency] = [parseAmount(body), parseCurrency(body)]
    if (payment.status === 'captured') {
      throw new Refusal('This payment has already been captured')
    }
    if (payment.status !== 'authorized') {
      throw new Refusal(
        'Only payments which have been authorized and not yet captured can be captured'
      )
    }
    if (amount !== payment.amountMinor || currency !== payment.order.currency) {
      throw new Refusal('Capture amount must be equal to the amount authorized', 'amount')
    }
  }

  /** @throws Refusal for a payment that is not there or is another account's. */
  of(merchant: Merchant, id: string): Payment {
    const payment = this.find(id)
    if (!payment || payment.order.merchant.keyId !== merchant.keyId) throw noSuchId()
    return payment
  }

  find(id: string): Payment | undefined {
    const payment = this.#payments.get(id)
    if (payment) this.#lapse(payment)
    return payment
  }

  ofOrder(order: Order): Payment[] {
    const payments = [...this.#payments.values()].filter((payment) => payment.order === order)
    for (const payment of payments) this.#lapse(payment)
    return payments
  }

  #lapse(payment: Payment): void {
    const old = this.clock.now() - payment.createdAt > CAPTURE_WITHIN_MS
    if (payment.status !== 'authorized' || !old) return
    payment.status = 'refunded'
    payment.refundedMinor = payment.amountMinor
  }
}
