import { randomBytes } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import { dhakaDigits } from '../kit/dhaka_time.js'
import type { Merchant } from './merchants.js'
import { Refusal } from './refusals.js'

/** In the words of `verify`, before refunds change them. */
export type PaymentStatus =
  'OrderInitiated' | 'Ready' | 'OtpSent' | 'Success' | 'Aborted' | 'Failed'

export interface Refund {
  referenceNo: string
  amountPoisha: number
  cancelTrxId: string
  at: number
}

export interface Payment {
  paymentRefId: string
  merchant: Merchant
  orderId: string
  /** Nagad's, to be given back with the amount. */
  challenge: string
  status: PaymentStatus
  initiatedAt: number
  /** Known once the order is completed by the merchant. */
  order?: { amountPoisha: number; callbackUrl: string; additionalInfo: string | null }
  wallet?: string
  wrongPins: number
  paidAt?: number
  issuerRef?: string
  refunds: Refund[]
}

const OPEN: readonly PaymentStatus[] = ['Ready', 'OtpSent']
const PAGE_LIFETIME_MS = 30 * 60_000
const PIN_TRIES = 3

/** Every payment and what may happen to it. The PIN is the capture: there is no later step. */
export class PaymentBook {
  readonly #payments = new Map<string, Payment>()

  constructor(private readonly clock: Clock) {}

  /** @throws Refusal DuplicateOrderId when the merchant has used the order id before. */
  initiate(merchant: Merchant, orderId: string): Payment {
    if (this.byOrder(merchant, orderId)) throw new Refusal('DuplicateOrderId')
    const now = this.clock.now()
    const payment: Payment = {
      paymentRefId: newReference(merchant, orderId, now),
      merchant,
      orderId,
      challenge: randomBytes(20).toString('hex'),
      status: 'OrderInitiated',
      initiatedAt: now,
      wrongPins: 0,
      refunds: [],
    }
    this.#payments.set(payment.paymentRefId, payment)
    return payment
  }

  /** @throws Refusal InvalidReferenceId */
  of(paymentRefId: string): Payment {
    const payment = this.find(paymentRefId)
    if (!payment) throw new Refusal('InvalidReferenceId')
    return payment
  }

  find(paymentRefId: string): Payment | undefined {
    return this.#payments.get(paymentRefId)
  }

  byOrder(merchant: Merchant, orderId: string): Payment | undefined {
    return this.all().find(
      (one) => one.merchant.merchantId === merchant.merchantId && one.orderId === orderId
    )
  }

  all(): Payment[] {
    return [...this.#payments.values()]
  }

  /** The merchant says how much. @throws Refusal InvalidPurchaseInformation the second time. */
  complete(payment: Payment, order: NonNullable<Payment['order']>): void {
    if (payment.status !== 'OrderInitiated') throw new Refusal('InvalidPurchaseInformation')
    payment.order = order
    payment.status = 'Ready'
  }

  /** Whether the customer may still act on it. What nobody acts on stays as it is. */
  isOpen(payment: Payment): boolean {
    const age = this.clock.now() - payment.initiatedAt
    return OPEN.includes(payment.status) && age < PAGE_LIFETIME_MS
  }

  sendOtp(payment: Payment, wallet: string): void {
    payment.wallet = wallet
    payment.status = 'OtpSent'
  }

  pay(payment: Payment, wallet: string): void {
    payment.wallet = wallet
    payment.status = 'Success'
    payment.paidAt = this.clock.now()
    payment.issuerRef = randomBytes(4).toString('hex').toUpperCase()
  }

  abort(payment: Payment): void {
    payment.status = 'Aborted'
  }

  fail(payment: Payment): void {
    payment.status = 'Failed'
  }

  /** The third wrong PIN fails the payment. */
  wrongPin(payment: Payment): void {
    payment.wrongPins += 1
    if (payment.wrongPins >= PIN_TRIES) this.fail(payment)
  }
}

/** `MMDDHHmmssSSS.merchant.order.hex` in base64, as Nagad's references read once decoded. */
function newReference(merchant: Merchant, orderId: string, now: number): string {
  const stamp = dhakaDigits(now).slice(4) + String(now % 1000).padStart(3, '0')
  const text = [stamp, merchant.merchantId, orderId, randomBytes(10).toString('hex')].join('.')
  return Buffer.from(text).toString('base64')
}
