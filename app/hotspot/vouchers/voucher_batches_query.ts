import { type DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import { containing } from '#core/like_pattern'
import Voucher from '#hotspot/vouchers/voucher'
import type { Tenancy } from '#tenancy/tenancy'

const PAGE = 50

/** A batch and what became of its vouchers. */
export interface VoucherBatch {
  /** Its first voucher's id. */
  id: number
  name: string
  packageName: string
  /** What each was sold for, tax included. */
  amountMinor: number
  currency: string
  total: number
  usable: number
  redeemed: number
  voided: number
  expired: number
  createdByName: string
  createdAt: DateTime | null
  expiresAt: DateTime | null
}

interface Row {
  id: string
  batch: string
  package_name: string
  amount_minor: string
  currency: string
  total: string
  usable: string
  redeemed: string
  voided: string
  expired: string
  created_by_name: string
  created_at: Date
  expires_at: Date | null
}

const BATCHES = `
  select min(id) as id, batch, count(*) as total,
         min(offer->>'name') as package_name, min(offer->>'currency') as currency,
         min((offer->>'amountMinor')::bigint) as amount_minor,
         count(*) filter (where state = 'redeemed') as redeemed,
         count(*) filter (where state = 'void') as voided,
         count(*) filter (where state = 'new' and expires_at <= :now) as expired,
         count(*) filter (where state = 'new' and (expires_at is null or expires_at > :now)) as usable,
         min(created_by_name) as created_by_name,
         min(created_at) as created_at, min(expires_at) as expires_at
    from vouchers`

/** A page of batches, newest first, found by label or package. Call in the tenant's scope. */
export async function voucherBatchesQuery(
  tenancy: Tenancy,
  q: string,
  page: number,
  now: DateTime
): Promise<{ batches: VoucherBatch[]; currentPage: number; lastPage: number; total: number }> {
  const pattern = containing(q)
  const found = `where batch ilike :pattern or offer->>'name' ilike :pattern`
  const counted = await tenancy.transaction.rawQuery<{ rows: { count: string }[] }>(
    `select count(distinct batch) as count from vouchers ${found}`,
    { pattern }
  )
  const total = Number(counted.rows[0]?.count ?? 0)
  const { rows } = await tenancy.transaction.rawQuery<{ rows: Row[] }>(
    `${BATCHES} ${found} group by batch order by min(id) desc limit :limit offset :offset`,
    { pattern, now: now.toJSDate(), limit: PAGE, offset: (page - 1) * PAGE }
  )
  const lastPage = Math.max(1, Math.ceil(total / PAGE))
  return { batches: rows.map(batchOf), currentPage: page, lastPage, total }
}

/** The batch that a voucher belongs to. @throws E_ROW_NOT_FOUND */
export async function voucherBatchQuery(
  tenancy: Tenancy,
  voucherId: number,
  now: DateTime
): Promise<VoucherBatch> {
  const { batch } = await Voucher.findOrFail(voucherId)
  const { rows } = await tenancy.transaction.rawQuery<{ rows: Row[] }>(
    `${BATCHES} where batch = :batch group by batch`,
    { batch, now: now.toJSDate() }
  )
  const [row] = rows
  if (!row) throw new Error(`Batch ${batch} has vanished`)
  return batchOf(row)
}

function batchOf(row: Row): VoucherBatch {
  return {
    id: Number(row.id),
    name: row.batch,
    packageName: row.package_name,
    amountMinor: Number(row.amount_minor),
    currency: row.currency,
    total: Number(row.total),
    usable: Number(row.usable),
    redeemed: Number(row.redeemed),
    voided: Number(row.voided),
    expired: Number(row.expired),
    createdByName: row.created_by_name,
    createdAt: toDateTime(row.created_at),
    expiresAt: toDateTime(row.expires_at),
  }
}
