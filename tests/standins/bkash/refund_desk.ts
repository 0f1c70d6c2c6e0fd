import type { Clock } from '../kit/clock.js'
import { newTransactionId } from './ids.js'
import { parseAmount } from './money.js'
import type { Payment, Refund } from './payment.js'
import { Refusal, type RefusalCode } from './refusals.js'
import type { Wallets } from './wallets.js'

const REFUND_WINDOW_MS = 60 * 24 * 3_600_000
const TEXT = /^.{1,255}$/s

/** v1 and v2 refuse for the same reasons under different codes. */
export interface RefundCodes {
  trx: RefusalCode
  notCompleted: RefusalCode
  tooOld: RefusalCode
  amount: RefusalCode
  tooMuch: RefusalCode
  nothingLeft: RefusalCode
  sku: RefusalCode
  reason: RefusalCode
}

export const V1_CODES: RefundCodes = {
  trx: '2033',
  notCompleted: '2056',
  tooOld: '2074',
  amount: '2006',
  tooMuch: '2026',
  nothingLeft: '2034',
  sku: '2025',
  reason: '2025',
}

export const V2_CODES: RefundCodes = {
  trx: '2077',
  notCompleted: '2127',
  tooOld: '2071',
  amount: '2072',
  tooMuch: '2072',
  nothingLeft: '2074',
  sku: '2073',
  reason: '2076',
}

export interface RefundOrder {
  trxId: unknown
  amount: unknown
  sku: unknown
  reason: unknown
}

/** Gives money back, in part and repeatedly, up to what was paid and for 60 days. */
export class RefundDesk {
  constructor(
    private readonly wallets: Wallets,
    private readonly clock: Clock
  ) {}

  /** @throws Refusal with the code the given API version uses. */
  refund(payment: Payment, order: RefundOrder, codes: RefundCodes): Refund {
    const { executedAt, wallet } = payment
    if (executedAt === undefined || wallet === undefined) throw new Refusal(codes.notCompleted)
    if (order.trxId !== payment.trxId) throw new Refusal(codes.trx)
    const { amount, sku, reason } = order
    const amountPoisha = parseAmount(amount)
    if (typeof amount !== 'string' || amountPoisha === undefined) throw new Refusal(codes.amount)
    if (typeof sku !== 'string' || !TEXT.test(sku)) throw new Refusal(codes.sku)
    if (typeof reason !== 'string' || !TEXT.test(reason)) throw new Refusal(codes.reason)
    if (this.clock.now() - executedAt > REFUND_WINDOW_MS) throw new Refusal(codes.tooOld)
    const left = refundable(payment)
    if (left === 0) throw new Refusal(codes.nothingLeft)
    if (amountPoisha > left) throw new Refusal(codes.tooMuch)

    const refundTrxId = newTransactionId()
    const completedAt = this.clock.now()
    const refund = {
      refundTrxId,
      amount,
      amountPoisha,
      sku,
      reason,
      completedAt,
    }
    payment.refunds.push(refund)
    this.wallets.credit(wallet, amountPoisha)
    return refund
  }
}

/** Poisha that may still be given back. */
export function refundable(payment: Payment): number {
  return payment.refunds.reduce((left, one) => left - one.amountPoisha, payment.amountPoisha)
}
