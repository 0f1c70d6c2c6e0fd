import type { Readable } from 'node:stream'
import type { I18n } from '@adonisjs/i18n'
import { Money } from '#core/money'
import { csvStream, csvTime, type CsvCells } from '#tenancy/http/csv_download'
import {
  payersOf,
  receivedQuery,
  type ReceiptFilters,
} from '#dashboard/queries/receipts_list_query'
import type Customer from '#hotspot/customers/customer'
import type CustomerPayment from '#payments/customer_payment'
import { methodName } from '#payments/receipts/method_name'
import { receiptNumber } from '#payments/receipts/receipt_number'
import type Tenant from '#tenancy/models/tenant'
import type { Tenancy } from '#tenancy/tenancy'

const BATCH = 1000
const COLUMNS = [
  'receipt',
  'paid',
  'state',
  'mobile',
  'customer',
  'package',
  'method',
  'amount',
  'discount',
  'tax',
  'currency',
  'transaction',
  'received_by',
  'undone_at',
  'undone_by',
  'undo_reason',
]

/** Payments received as CSV, newest first. Times are the tenant's; what was undone says so. */
export function receiptsExportQuery(
  tenancy: Tenancy,
  tenant: Tenant,
  filters: ReceiptFilters,
  i18n: I18n
): Readable {
  const head = COLUMNS.map((column) => i18n.t(`receipt.csv.${column}`))
  return csvStream<number>(head, (after) =>
    tenancy.run(tenant, async () => {
      const query = receivedQuery(filters, tenant.timezone).orderBy('id', 'desc').limit(BATCH)
      const payments = await (after === null ? query : query.where('id', '<', after))
      const payers = await payersOf(payments)
      return {
        rows: payments.map((payment) =>
          cells(payment, payers.get(payment.customerId), tenant, i18n)
        ),
        next: payments.length < BATCH ? null : (payments.at(-1)?.id ?? null),
      }
    })
  )
}

function cells(
  payment: CustomerPayment,
  payer: Customer | undefined,
  tenant: Tenant,
  i18n: I18n
): CsvCells {
  const money = (minor: number) => Money.of(minor, payment.currency).toDecimal()
  return [
    receiptNumber(payment.receiptNo, tenant),
    csvTime(payment.paidAt, tenant.timezone),
    i18n.t(payment.undoneAt ? 'receipt.list.undone' : 'receipt.list.standing'),
    payer?.mobile ?? null,
    payer?.name ?? null,
    payment.packageName,
    methodName(payment.method, i18n),
    money(payment.amountMinor),
    money(payment.discountMinor),
    money(payment.taxMinor),
    payment.currency,
    payment.gatewayTransaction,
    payment.receivedByName,
    csvTime(payment.undoneAt, tenant.timezone),
    payment.undoneByName,
    payment.undoReason,
  ]
}
