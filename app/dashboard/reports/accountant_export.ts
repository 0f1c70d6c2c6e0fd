import type { Readable } from 'node:stream'
import { csvStream, csvTime, type CsvCells } from '#tenancy/http/csv_download'
import { signedDecimal } from '#core/signed_money'
import { receiptNumber } from '#payments/receipts/receipt_number'
import type { Period } from '#payments/reports/movements'
import {
  movementsQuery,
  type Movement,
  type MovementPlace,
} from '#payments/reports/movements_query'
import type Tenant from '#tenancy/models/tenant'
import type { Tenancy } from '#tenancy/tenancy'

const BATCH = 1000

/** The first line of the file. Programs read it: no language and no release changes it. */
export const EXPORT_COLUMNS = [
  'movement',
  'receipt',
  'refund_of',
  'time',
  'time_utc',
  'mobile',
  'customer',
  'package',
  'method',
  'transaction',
  'net',
  'tax',
  'gross',
  'currency',
  'cashier',
  'reason',
] as const

/** Every movement of money of a period as CSV, oldest first, batch by batch. */
export function accountantExport(tenancy: Tenancy, tenant: Tenant, period: Period): Readable {
  return csvStream<MovementPlace>(EXPORT_COLUMNS, (after) =>
    tenancy.run(tenant, async () => {
      const { movements, next } = await movementsQuery(tenancy, period, after, BATCH)
      return { rows: movements.map((movement) => cells(movement, tenant)), next }
    })
  )
}

function cells(movement: Movement, tenant: Tenant): CsvCells {
  const { kind, at, amountMinor, taxMinor, currency, receiptNo } = movement
  const receipt = receiptNo === null ? null : receiptNumber(receiptNo, tenant)
  const money = (minor: number) => signedDecimal(minor, currency)
  return [
    kind,
    kind === 'sale' ? receipt : null,
    kind === 'sale' ? null : receipt,
    csvTime(at, tenant.timezone),
    csvTime(at, 'utc'),
    movement.mobile,
    movement.customerName,
    movement.packageName,
    movement.method,
    movement.transaction,
    money(amountMinor - taxMinor),
    money(taxMinor),
    money(amountMinor),
    currency,
    movement.cashierName,
    movement.reason,
  ]
}
