import { containing } from '#core/like_pattern'
import CustomerPayment from '#payments/customer_payment'

const PAGE = 50

export interface ReceiptFilters {
  q: string
  method: string
  /** Only this customer's; null is everybody's. */
  customerId: number | null
}

/** A page of payments received, newest first, found by receipt number or mobile number. */
export async function receiptsListQuery({ q, method, customerId }: ReceiptFilters, page: number) {
  const query = CustomerPayment.query()
    .join('customers', 'customers.id', 'customer_payments.customer_id')
    .select('customer_payments.*', 'customers.mobile')
    .orderBy('customer_payments.id', 'desc')
  if (method) query.where('customer_payments.method', method)
  if (customerId !== null) query.where('customer_payments.customer_id', customerId)
  if (q) query.where((match) => search(match, q))
  return query.paginate(page, PAGE)
}

type Query = ReturnType<typeof CustomerPayment.query>

function search(match: Query, q: string): void {
  const no = /^(?:[a-z]{1,3}-)?0*(\d{1,12})$/i.exec(q)?.[1]
  if (no) match.where('customer_payments.receipt_no', no)
  match.orWhere('customer_payments.gateway_transaction', q)
  match.orWhereLike('customers.mobile', containing(q))
}

/** The ways that money has come in so far. */
export async function receiptMethodsQuery(): Promise<string[]> {
  const rows = await CustomerPayment.query().distinct('method').orderBy('method')
  return rows.map(({ method }) => method)
}

/** One payment as lists show it. */
export function receiptRow(payment: CustomerPayment) {
  return {
    id: payment.id,
    receiptNo: payment.receiptNo,
    customerId: payment.customerId,
    mobile: String(payment.$extras.mobile),
    packageName: payment.packageName,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    method: payment.method,
    receivedByName: payment.receivedByName,
    gatewayTransaction: payment.gatewayTransaction,
    undoneAt: payment.undoneAt,
    paidAt: payment.paidAt,
  }
}
