import type { Merchant } from './merchants.js'

/**
 * `verified`: the customer entered the PIN and nothing is charged yet.
 * `refused`: the one execution it was good for was refused, so it is spent.
 */
export type PaymentState =
  'initiated' | 'verified' | 'completed' | 'cancelled' | 'failed' | 'refused'

export interface Refund {
  refundTrxId: string
  amountPoisha: number
  /** As the merchant wrote it. */
  amount: string
  sku: string
  reason: string
  completedAt: number
}

export interface Payment {
  paymentId: string
  merchant: Merchant
  state: PaymentState
  payerReference: string
  callbackUrl: string
  /** As the merchant wrote it; replies echo it. */
  amount: string
  amountPoisha: number
  invoice: string
  createdAt: number
  /** The customer's wallet, once given on the page. */
  wallet?: string
  wrongPins: number
  trxId?: string
  executedAt?: number
  refunds: Refund[]
}

export type CustomerResult = 'success' | 'failure' | 'cancel'
