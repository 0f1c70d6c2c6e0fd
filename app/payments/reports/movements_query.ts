import { DateTime } from 'luxon'
import { MOVEMENTS, type MovementKind, type Period } from '#payments/reports/movements'
import type { Tenancy } from '#tenancy/tenancy'

/** One movement of money with who paid. Minor units; what goes out is negative. */
export interface Movement {
  kind: MovementKind
  at: DateTime
  amountMinor: number
  taxMinor: number
  currency: string
  method: string
  transaction: string | null
  /** The receipt of the sale, also for what takes it back; null for what had none. */
  receiptNo: number | null
  mobile: string
  customerName: string | null
  packageName: string
  cashierName: string | null
  reason: string | null
}

/** After which movement to go on: to the microsecond, as the database keeps time. */
export interface MovementPlace {
  at: string
  id: string
  kind: string
}

interface Row extends MovementPlace {
  kind: MovementKind
  amount_minor: string
  tax_minor: string
  currency: string
  method: string
  transaction: string | null
  receipt_no: string | null
  mobile: string
  name: string | null
  package_name: string
  cashier_name: string | null
  reason: string | null
}

const START: MovementPlace = { at: '-infinity', id: '0', kind: '' }

/** A batch of a period's movements, oldest first. Call in the tenant's scope. */
export async function movementsQuery(
  { transaction }: Tenancy,
  { since, until }: Period,
  after: MovementPlace | null,
  limit: number
): Promise<{ movements: Movement[]; next: MovementPlace | null }> {
  const { rows } = await transaction.rawQuery<{ rows: Row[] }>(
    `select m.kind, m.id, to_char(m.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
            m.amount_minor, m.tax_minor, m.currency, m.method, m.transaction, m.receipt_no,
            c.mobile, c.name, m.package_name, m.cashier_name, m.reason
       from ${MOVEMENTS} join customers c on c.id = m.customer_id
      where m.at >= :since and m.at < :until
        and (m.at, m.id, m.kind) > (:at::timestamptz, :id::bigint, :kind)
      order by m.at, m.id, m.kind limit :limit`,
    { since, until, limit, ...(after ?? START) }
  )
  const last = rows.length < limit ? undefined : rows.at(-1)
  return {
    movements: rows.map(movementOf),
    next: last ? { at: last.at, id: last.id, kind: last.kind } : null,
  }
}

function movementOf(row: Row): Movement {
  return {
    kind: row.kind,
    at: DateTime.fromISO(row.at, { zone: 'utc' }),
    amountMinor: Number(row.amount_minor),
    taxMinor: Number(row.tax_minor),
    currency: row.currency,
    method: row.method,
    transaction: row.transaction,
    receiptNo: row.receipt_no === null ? null : Number(row.receipt_no),
    mobile: row.mobile,
    customerName: row.name,
    packageName: row.package_name,
    cashierName: row.cashier_name,
    reason: row.reason,
  }
}
