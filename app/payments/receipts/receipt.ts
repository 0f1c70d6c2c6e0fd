import type { DateTime } from 'luxon'
import type { PaidAmounts } from '#payments/receipts/receipt_amounts'

/** What is known of a payment when its receipt is asked for. */
export interface Receipt extends PaidAmounts {
  id: number
  receiptNo: number
  customerId: number
  customerName: string | null
  mobile: string
  /** The customer's language. */
  language: string
  packageName: string
  /** What the payment opened; null when it opened nothing. */
  validFrom: DateTime | null
  validTo: DateTime | null
  /** A gateway's name, "cash" or "voucher". */
  method: string
  gatewayTransaction: string | null
  receivedByName: string | null
  paidAt: DateTime
  undone: { at: DateTime; by: string | null; reason: string | null } | null
  /** What was given back of it, oldest first. */
  refunds: { at: DateTime; amountMinor: number }[]
}

export const RECEIPT_FORMATS = ['a4', 'a5', '80mm', '58mm'] as const
export type ReceiptFormat = (typeof RECEIPT_FORMATS)[number]

/** The format asked for; whatever is none is A5. */
export function receiptFormat(asked: unknown): ReceiptFormat {
  return RECEIPT_FORMATS.find((format) => format === asked) ?? 'a5'
}
