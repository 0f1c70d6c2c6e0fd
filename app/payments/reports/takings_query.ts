import { halfUpSql } from '#core/rounding'
import { MOVEMENTS, type Period } from '#payments/reports/movements'
import type { Tenancy } from '#tenancy/tenancy'

/** Money of one day, one way to pay and one currency. Minor units; what went out is positive. */
export interface Takings {
  /** YYYY-MM-DD of the ISP's calendar. */
  day: string
  method: string
  currency: string
  sales: number
  grossMinor: number
  undoneMinor: number
  refundedMinor: number
  /** In what is left after undoing and giving back. */
  taxMinor: number
  netMinor: number
  /** What the gateway will keep, by the fee in its settings; an estimate. */
  feeMinor: number
}

interface Row {
  day: string
  method: string
  currency: string
  sales: string
  gross: string
  undone: string
  refunded: string
  tax: string
  net: string
  fee: string
}

const FEE = `${halfUpSql('m.amount_minor * coalesce(g.fee_basis_points, 0)', '10000')}
  + case when m.currency = :currency then coalesce(g.fee_minor, 0) else 0 end`

const MONEY_IN = `filter (where m.kind in ('sale', 'held'))`

/** What a period brought, by day, way to pay and currency. Call in the tenant's scope. */
export async function takingsQuery(
  { transaction, tenant }: Tenancy,
  { since, until }: Period
): Promise<Takings[]> {
  const { rows } = await transaction.rawQuery<{ rows: Row[] }>(
    `select to_char(m.at at time zone :zone, 'YYYY-MM-DD') as day, m.method, m.currency,
            count(*) filter (where m.kind = 'sale') as sales,
            coalesce(sum(m.amount_minor) ${MONEY_IN}, 0) as gross,
            coalesce(-sum(m.amount_minor) filter (where m.kind = 'undo'), 0) as undone,
            coalesce(-sum(m.amount_minor) filter (where m.kind = 'refund'), 0) as refunded,
            sum(m.tax_minor) as tax, sum(m.amount_minor) as net,
            coalesce(sum(${FEE}) ${MONEY_IN}, 0) as fee
       from ${MOVEMENTS} left join payment_gateways g on g.provider = m.method
      where m.at >= :since and m.at < :until
      group by 1, 2, 3 order by 1 desc, 2, 3`,
    { zone: tenant.timezone, currency: tenant.currency, since, until }
  )
  return rows.map(takingsOf)
}

function takingsOf(row: Row): Takings {
  return {
    day: row.day,
    method: row.method,
    currency: row.currency,
    sales: Number(row.sales),
    grossMinor: Number(row.gross),
    undoneMinor: Number(row.undone),
    refundedMinor: Number(row.refunded),
    taxMinor: Number(row.tax),
    netMinor: Number(row.net),
    feeMinor: Number(row.fee),
  }
}
