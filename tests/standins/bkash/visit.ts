import type { Merchant } from './merchants.js'

/**
 * `verified`: the customer entered the PIN and nothing has happened yet.
 * `refused`: the one execution it was good for was refused, so it is spent.
 */
export type VisitState = 'initiated' | 'verified' | 'completed' | 'cancelled' | 'failed' | 'refused'

/** What a customer is sent to bKash's page for: a payment, or an agreement to pay by. */
export interface Visit {
  /** bKash calls it so for agreements as well. */
  paymentId: string
  merchant: Merchant
  state: VisitState
  payerReference: string
  callbackUrl: string
  createdAt: number
  /** The customer's wallet, once given on the page or by an agreement. */
  wallet?: string
  wrongPins: number
  executedAt?: number
}

export type CustomerResult = 'success' | 'failure' | 'cancel'
