import { MOVEMENTS, type Period } from '#payments/reports/movements'
import type { Tenancy } from '#tenancy/tenancy'

/** What went through one cashier's drawer in one day. Minor units. */
export interface CashTakings {
  /** YYYY-MM-DD of the ISP's calendar. */
  day: string
  cashierId: number
  cashierName: string
  currency: string
  sales: number
  takenMinor: number
  undoneMinor: number
  /** Given back by hand. */
  refundedMinor: number
}

interface Row {
  day: string
  cashier_id: string
  cashier_name: string | null
  currency: string
  sales: string
  taken: string
  undone: string
  refunded: string
}

/**
 * The cash of a period by day, cashier and currency, newest first. A sale that is undone counts
 * against the drawer it went into, on the day it is undone. Call in the tenant's scope.
 *
 * @param cashierId null is everybody's
 */
export async function cashTakingsQuery(
  { transaction, tenant }: Tenancy,
  { since, until }: Period,
  cashierId: number | null
): Promise<CashTakings[]> {
  const { rows } = await transaction.rawQuery<{ rows: Row[] }>(
    `select to_char(m.at at time zone :zone, 'YYYY-MM-DD') as day, m.cashier_id,
            max(m.cashier_name) as cashier_name, m.currency,
            count(*) filter (where m.kind = 'sale') as sales,
            coalesce(sum(m.amount_minor) filter (where m.kind = 'sale'), 0) as taken,
            coalesce(-sum(m.amount_minor) filter (where m.kind = 'undo'), 0) as undone,
            coalesce(-sum(m.amount_minor) filter (where m.kind = 'refund'), 0) as refunded
       from ${MOVEMENTS}
      where m.method = 'cash' and m.at >= :since and m.at < :until
        and m.cashier_id is not null and (:all or m.cashier_id = :cashier)
      group by 1, 2, 4 order by 1 desc, 3, 4`,
    { zone: tenant.timezone, since, until, all: cashierId === null, cashier: cashierId ?? 0 }
  )
  return rows.map((row) => ({
    day: row.day,
    cashierId: Number(row.cashier_id),
    cashierName: row.cashier_name ?? '',
    currency: row.currency,
    sales: Number(row.sales),
    takenMinor: Number(row.taken),
    undoneMinor: Number(row.undone),
    refundedMinor: Number(row.refunded),
  }))
}

/** What the drawer gained. */
export function gain(one: Pick<CashTakings, 'takenMinor' | 'undoneMinor' | 'refundedMinor'>) {
  return one.takenMinor - one.undoneMinor - one.refundedMinor
}
