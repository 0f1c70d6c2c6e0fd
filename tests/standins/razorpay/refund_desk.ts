import type { Clock } from '../kit/clock.js'
import type { JsonRecord } from '../kit/guards.js'
import { parseAmount, parseNotes, parseReceipt } from './fields.js'
import { razorpayId, type Merchant } from './merchants.js'
import type { Payment } from './payment_book.js'
import { noSuchId, Refusal, refuseUnknown } from './refusals.js'

export interface Refund {
  id: string
  payment: Payment
  amountMinor: number
  receipt: string | null
  notes: Record<string, string>
  speed: string
  status: 'pending' | 'processed' | 'failed'
  createdAt: number
}

const FIELDS = ['amount', 'speed', 'notes', 'receipt']
const KEY = /^[\w-]{10,}$/

/** Refunds, in part and several times, but never of more than was captured. */
export class RefundDesk {
  /** How a refund begins: a bank may take days. */
  firstStatus: 'pending' | 'processed' = 'processed'
  readonly #refunds = new Map<string, Refund>()
  readonly #answered = new Map<string, { request: string; refund: Refund }>()

  constructor(private readonly clock: Clock) {}

  /**
   * With an idempotency key the same request finds the refund it made.
   * @throws Refusal
   */
  refund(
    payment: Payment,
    body: JsonRecord,
    key: string | undefined
  ): { refund: Refund; fresh: boolean } {
    if (key !== undefined && !KEY.test(key)) {
      throw new Refusal('The idempotency key must be at least 10 characters long')
    }
    const slot = key === undefined ? undefined : `${payment.order.merchant.keyId} ${key}`
    const request = JSON.stringify([payment.id, body])
    const before = slot === undefined ? undefined : this.#answered.get(slot)
    if (before && before.request !== request) {
      throw new Refusal(
        'Different request with the same idempotency key has already been processed.'
      )
    }
    if (before) return { refund: before.refund, fresh: false }
    const refund = this.#make(payment, body)
    if (slot !== undefined) this.#answered.set(slot, { request, refund })
    return { refund, fresh: true }
  }

  /** A bank's word on a refund that is under way. A failed one gives the money back to sell. */
  settle(refund: Refund, status: 'processed' | 'failed'): void {
    refund.status = status
    if (status === 'failed') {
      refund.payment.refundedMinor -= refund.amountMinor
      refund.payment.status = 'captured'
    }
  }

  /** @throws Refusal */
  of(merchant: Merchant, id: string): Refund {
    const refund = this.#refunds.get(id)
    if (!refund || refund.payment.order.merchant.keyId !== merchant.keyId) throw noSuchId()
    return refund
  }

  find(id: string): Refund | undefined {
    return this.#refunds.get(id)
  }

  ofPayment(payment: Payment): Refund[] {
    return [...this.#refunds.values()].filter((refund) => refund.payment === payment)
  }

  #make(payment: Payment, body: JsonRecord): Refund {
    refuseUnknown(Object.keys(body), FIELDS)
    const { speed = 'normal' } = body
    if (speed !== 'normal' && speed !== 'optimum') {
      throw new Refusal('The speed must be normal or optimum.', 'speed')
    }
    if (payment.status === 'refunded') {
      throw new Refusal('The payment has been fully refunded already')
    }
    if (payment.status !== 'captured') {
      throw new Refusal('The payment status should be captured for action to be taken')
    }
    const left = payment.amountMinor - payment.refundedMinor
    const amountMinor = body.amount === undefined ? left : parseAmount(body)
    if (amountMinor > left) {
      throw new Refusal('The refund amount provided is greater than amount captured', 'amount')
    }
    const refund: Refund = {
      id: razorpayId('rfnd'),
      payment,
      amountMinor,
      receipt: parseReceipt(body),
      notes: parseNotes(body),
      speed,
      status: this.firstStatus,
      createdAt: this.clock.now(),
    }
    payment.refundedMinor += amountMinor
    if (payment.refundedMinor === payment.amountMinor) payment.status = 'refunded'
    this.#refunds.set(refund.id, refund)
    return refund
  }
}
