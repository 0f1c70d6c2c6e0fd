import { containing } from '#core/like_pattern'
import { paymentFilters, text, type PaymentFilters } from '#dashboard/payments/payment_filters'
import { orderedPage, within } from '#dashboard/payments/payment_rows'
import Customer from '#hotspot/customers/customer'
import CustomerPayment from '#payments/customer_payment'
import { receiptNumber } from '#payments/receipts/receipt_number'
import type Tenant from '#tenancy/models/tenant'
import { readRowId } from '#tenancy/http/row_id'

export interface ReceiptFilters extends PaymentFilters {
  method: string
  /** Only those undone, or only those that stand; null is both. */
  state: 'undone' | 'standing' | null
  /** Only this customer's; null is everybody's. */
  customerId: number | null
}

export function receiptFilters(query: Record<string, unknown>): ReceiptFilters {
  const customer = text(query.customer)
  const { state } = query
  return {
    ...paymentFilters(query),
    method: text(query.method).slice(0, 40),
    state: state === 'undone' || state === 'standing' ? state : null,
    customerId: readRowId(customer),
  }
}

/** Payments received, found by receipt number, mobile number or transaction, in no order yet. */
export function receivedQuery(filters: ReceiptFilters, zone: string) {
  const { q, method, state, customerId } = filters
  const query = CustomerPayment.query()
  if (method) query.where('method', method)
  if (state === 'undone') query.whereNotNull('undone_at')
  if (state === 'standing') query.whereNull('undone_at')
  if (customerId !== null) query.where('customer_id', customerId)
  within(query, 'paid_at', filters, zone)
  if (q) query.where((match) => search(match, q))
  return query
}

type Query = ReturnType<typeof CustomerPayment.query>

function search(match: Query, q: string): void {
  const no = /^(?:[a-z]{1,3}-)?0*(\d{1,12})$/i.exec(q)?.[1]
  if (no) match.where('receipt_no', no)
  match.orWhere('gateway_transaction', q)
  match.orWhereIn('customer_id', Customer.query().select('id').whereLike('mobile', containing(q)))
}

/** A page of payments received. In the tenant's scope. */
export async function receiptsListQuery(filters: ReceiptFilters, tenant: Tenant, page: number) {
  const found = await orderedPage(receivedQuery(filters, tenant.timezone), filters.order, page)
  const payers = await payersOf(found.all())
  return {
    page: found,
    receipts: found
      .all()
      .map((payment) => receiptRow(payment, payers.get(payment.customerId)?.mobile ?? '', tenant)),
  }
}

/** Whoever paid, by id. */
export async function payersOf(payments: readonly CustomerPayment[]) {
  const ids = new Set(payments.map(({ customerId }) => customerId))
  const payers = await Customer.query()
    .select('id', 'mobile', 'name')
    .whereIn('id', [...ids])
  return new Map(payers.map((payer) => [payer.id, payer]))
}

/** The ways that money has come in so far. */
export async function receiptMethodsQuery(): Promise<string[]> {
  const rows = await CustomerPayment.query().distinct('method').orderBy('method')
  return rows.map(({ method }) => method)
}

/** One payment as lists show it. */
export function receiptRow(
  payment: CustomerPayment,
  mobile: string,
  tenant: Pick<Tenant, 'name' | 'slug'>
) {
  return {
    id: payment.id,
    number: receiptNumber(payment.receiptNo, tenant),
    customerId: payment.customerId,
    mobile,
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
