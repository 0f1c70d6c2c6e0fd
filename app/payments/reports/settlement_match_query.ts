import { DateTime } from 'luxon'
import { MOVEMENTS, type Period } from '#payments/reports/movements'
import type { SettlementLine } from '#payments/reports/settlement_file'
import type { Tenancy } from '#tenancy/tenancy'

export const MATCHES = ['matched', 'differs', 'missing_theirs', 'missing_ours'] as const
export type Match = (typeof MATCHES)[number]

/** A transaction as both sides have it. Minor units; null where a side has none. */
export interface MatchedLine {
  match: Match
  transaction: string | null
  theirMinor: number | null
  ourMinor: number | null
  feeMinor: number
  /** Of their file. */
  line: number | null
  receiptNo: number | null
}

interface Row {
  match: Match
  transaction: string | null
  their_minor: string | null
  our_minor: string | null
  fee_minor: string | null
  line: string | null
  receipt_no: string | null
}

export interface WhichSettlement extends Period {
  gateway: string
  currency: string
}

/** A payment of the last minute may be in either day's statement. */
const EDGE = { days: 1 }

/**
 * Lays a gateway's statement beside our books, as sets: what came in and what went back are
 * matched apart, each by the gateway's transaction. Ours of a day before and after take part,
 * but only what is of the period can be missing. Call in the tenant's scope.
 */
export async function settlementMatchQuery(
  { transaction }: Tenancy,
  lines: readonly SettlementLine[],
  { gateway, currency, since, until }: WhichSettlement
): Promise<MatchedLine[]> {
  const { rows } = await transaction.rawQuery<{ rows: Row[] }>(
    `with theirs as (
       select transaction, "amountMinor" < 0 as outgoing, sum("amountMinor") as their_minor,
              sum("feeMinor") as fee_minor, min(line) as line
         from jsonb_to_recordset(:lines::jsonb)
              as t(transaction text, "amountMinor" bigint, "feeMinor" bigint, line integer)
        group by 1, 2
     ), ours as (
       select m.transaction, m.amount_minor < 0 as outgoing, sum(m.amount_minor) as our_minor,
              min(m.receipt_no) as receipt_no, min(m.at) as at
         from ${MOVEMENTS}
        where m.method = :gateway and m.currency = :currency
          and m.at >= :early and m.at < :late
        group by m.transaction, 2
     )
     select case when their_minor is null then 'missing_theirs'
                 when our_minor is null then 'missing_ours'
                 when their_minor = our_minor then 'matched' else 'differs' end as match,
            transaction, their_minor, our_minor, fee_minor, line, receipt_no
       from theirs full join ours using (transaction, outgoing)
      where their_minor is not null or (at >= :since and at < :until)
      order by 1, line, receipt_no`,
    {
      lines: JSON.stringify(lines),
      gateway,
      currency,
      since,
      until,
      early: DateTime.fromJSDate(since).minus(EDGE).toJSDate(),
      late: DateTime.fromJSDate(until).plus(EDGE).toJSDate(),
    }
  )
  return rows.map((row) => ({
    match: row.match,
    transaction: row.transaction,
    theirMinor: numberOrNull(row.their_minor),
    ourMinor: numberOrNull(row.our_minor),
    feeMinor: Number(row.fee_minor ?? 0),
    line: numberOrNull(row.line),
    receiptNo: numberOrNull(row.receipt_no),
  }))
}

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text)
}
