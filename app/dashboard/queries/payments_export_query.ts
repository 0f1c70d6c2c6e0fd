import type { Readable } from 'node:stream'
import type { I18n } from '@adonisjs/i18n'
import { csvStream, csvTime, type CsvCells } from '#tenancy/http/csv_download'
import {
  attemptsQuery,
  paymentRow,
  receivedByIntent,
  type AttemptFilters,
} from '#dashboard/queries/payments_list_query'
import type CustomerPayment from '#payments/customer_payment'
import type PaymentIntent from '#payments/intents/payment_intent'
import { receiptNumber } from '#payments/receipts/receipt_number'
import { Money } from '#core/money'
import type Tenant from '#tenancy/models/tenant'
import type { Tenancy } from '#tenancy/tenancy'

const BATCH = 1000
const COLUMNS = [
  'reference',
  'started',
  'state',
  'mobile',
  'package',
  'amount',
  'currency',
  'gateway',
  'transaction',
  'paid',
  'receipt',
]

/** Attempts to pay as CSV, newest first. Times are the tenant's. */
export function paymentsExportQuery(
  tenancy: Tenancy,
  tenant: Tenant,
  filters: AttemptFilters,
  i18n: I18n
): Readable {
  const head = COLUMNS.map((column) => i18n.t(`receipt.csv.${column}`))
  return csvStream<number>(head, (after) =>
    tenancy.run(tenant, async () => {
      const query = attemptsQuery(filters, tenant.timezone).orderBy('id', 'desc').limit(BATCH)
      const intents = await (after === null ? query : query.where('id', '<', after))
      const received = await receivedByIntent(intents)
      return {
        rows: intents.map((intent) => cells(intent, received.get(intent.id), tenant, i18n)),
        next: intents.length < BATCH ? null : (intents.at(-1)?.id ?? null),
      }
    })
  )
}

function cells(
  intent: PaymentIntent,
  payment: CustomerPayment | undefined,
  tenant: Tenant,
  i18n: I18n
): CsvCells {
  const row = paymentRow(intent)
  return [
    row.reference,
    csvTime(row.createdAt, tenant.timezone),
    i18n.t(payment?.undoneAt ? 'receipt.list.undone' : `common.status.payment.${row.state}`),
    row.mobile,
    row.packageName,
    Money.of(row.amountMinor, row.currency).toDecimal(),
    row.currency,
    row.gateway,
    row.gatewayTransaction,
    csvTime(row.paidAt, tenant.timezone),
    payment ? receiptNumber(payment.receiptNo, tenant) : null,
  ]
}
