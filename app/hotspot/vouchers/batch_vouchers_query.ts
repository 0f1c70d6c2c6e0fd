import type { DateTime } from 'luxon'
import Voucher, { type ShownVoucherState } from '#hotspot/vouchers/voucher'
import { readVoucherOffer } from '#hotspot/vouchers/voucher_offer'

/** A voucher as lists, exports and sheets show it. */
export interface ListedVoucher {
  id: number
  /** As it is printed. */
  code: string
  state: ShownVoucherState
  batch: string
  packageName: string
  amountMinor: number
  currency: string
  createdAt: DateTime
  expiresAt: DateTime | null
  redeemedAt: DateTime | null
  customerId: number | null
  /** Whoever redeemed it. */
  mobile: string | null
}

/** The vouchers of a batch in the order in which they were made. In the tenant's scope. */
export function batchVouchersQuery(batch: string) {
  return Voucher.query()
    .where('batch', batch)
    .leftJoin('customers', 'customers.id', 'vouchers.customer_id')
    .select('vouchers.*', 'customers.mobile')
    .orderBy('vouchers.id')
}

/** @throws UnreadableSecret when the application's key has changed */
export async function listedVoucher(
  voucher: Voucher,
  tenantId: number,
  now: DateTime
): Promise<ListedVoucher> {
  const { offer, amount } = await readVoucherOffer(voucher)
  const { mobile }: { mobile?: unknown } = voucher.$extras
  return {
    id: voucher.id,
    code: voucher.code(tenantId),
    state: voucher.shownState(now),
    batch: voucher.batch,
    packageName: offer.name,
    amountMinor: amount.minor,
    currency: amount.currency,
    createdAt: voucher.createdAt,
    expiresAt: voucher.expiresAt,
    redeemedAt: voucher.redeemedAt,
    customerId: voucher.customerId,
    mobile: typeof mobile === 'string' ? mobile : null,
  }
}
