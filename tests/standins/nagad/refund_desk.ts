import { randomBytes } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import { dhakaDigits } from '../kit/dhaka_time.js'
import type { JsonRecord } from '../kit/guards.js'
import { parseTaka } from '../kit/taka.js'
import { requireTexts } from './envelope.js'
import type { Merchant } from './merchants.js'
import type { Payment, PaymentBook, Refund } from './payment_book.js'
import { Refusal } from './refusals.js'

const FIELDS = [
  'merchantId',
  'originalRequestDate',
  'originalAmount',
  'cancelAmount',
  'referenceNo',
  'referenceMessage',
]

/** Gives money back, in part and repeatedly, up to what was paid. */
export class RefundDesk {
  constructor(
    private readonly payments: PaymentBook,
    private readonly clock: Clock
  ) {}

  /** @throws Refusal InvalidReferenceId or InvalidPurchaseInformation */
  refund(merchant: Merchant, query: URLSearchParams, content: JsonRecord) {
    requireTexts(content, FIELDS, ['orderId'])
    const payment = this.#find(merchant, query)
    const paid = payment.order?.amountPoisha
    if (payment.paidAt === undefined || paid === undefined) throw unfit('not paid')
    if (content.orderId !== undefined && content.orderId !== payment.orderId) throw unfit('orderId')
    if (content.originalRequestDate !== dhakaDigits(payment.initiatedAt).slice(0, 8)) {
      throw unfit('originalRequestDate')
    }
    if (parseTaka(content.originalAmount) !== paid) throw unfit('originalAmount')
    if (payment.refunds.some((one) => one.referenceNo === content.referenceNo)) {
      throw unfit('referenceNo')
    }
    const amountPoisha = parseTaka(content.cancelAmount)
    if (amountPoisha === undefined || amountPoisha > refundable(payment))
      throw unfit('cancelAmount')
    return { payment, refund: this.#write(payment, String(content.referenceNo), amountPoisha) }
  }

  /** By either name, or by both when they mean the same. */
  #find(merchant: Merchant, query: URLSearchParams): Payment {
    const paymentRefId = query.get('paymentRefId')
    const orderId = query.get('orderId')
    const payment =
      paymentRefId === null
        ? this.payments.byOrder(merchant, orderId ?? '')
        : this.payments.find(paymentRefId)
    if (!payment || payment.merchant.merchantId !== merchant.merchantId) {
      throw new Refusal('InvalidReferenceId')
    }
    if (orderId !== null && orderId !== payment.orderId) throw new Refusal('InvalidOrderId')
    return payment
  }

  #write(payment: Payment, referenceNo: string, amountPoisha: number): Refund {
    const cancelTrxId = randomBytes(4).toString('hex').toUpperCase()
    const refund = { referenceNo, amountPoisha, cancelTrxId, at: this.clock.now() }
    payment.refunds.push(refund)
    return refund
  }
}

/** Poisha that may still be given back. */
export function refundable(payment: Payment): number {
  const paid = payment.order?.amountPoisha ?? 0
  return payment.refunds.reduce((left, one) => left - one.amountPoisha, paid)
}

function unfit(what: string): Refusal {
  return new Refusal('InvalidPurchaseInformation', `Invalid purchase information: ${what}`)
}
