import CustomerPayment from '#payments/customer_payment'
import { integerColumn } from '#tenancy/columns'

/** A payment with what its receipt needs besides; the database gives the number. */
export default class ReceivedPayment extends CustomerPayment {
  static override table = 'customer_payments'

  /** Gapless within the tenant. */
  @integerColumn()
  declare receiptNo: number

  /** The voucher that was redeemed, when that is how it was paid. */
  @integerColumn()
  declare voucherId: number | null
}
