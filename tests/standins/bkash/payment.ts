import type { Agreement } from './agreement_book.js'
import type { Visit } from './visit.js'

export interface Refund {
  refundTrxId: string
  amountPoisha: number
  /** As the merchant wrote it. */
  amount: string
  sku: string
  reason: string
  completedAt: number
}

/** A payment by hand (mode 0011), or by an agreement that the customer made before (0001). */
export interface Payment extends Visit {
  mode: '0011' | '0001'
  agreement?: Agreement
  /** As the merchant wrote it; replies echo it. */
  amount: string
  amountPoisha: number
  invoice: string
  trxId?: string
  refunds: Refund[]
}

export function isPayment(visit: Visit): visit is Payment {
  return 'refunds' in visit
}

/** Who has agreed before is asked for the PIN and nothing else. */
export function agreed(visit: Visit): boolean {
  return isPayment(visit) && visit.agreement !== undefined
}
