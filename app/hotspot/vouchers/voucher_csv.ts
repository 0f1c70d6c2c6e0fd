import type { I18n } from '@adonisjs/i18n'
import type { DateTime } from 'luxon'
import { CSV_MARK, csvLine } from '#core/csv'
import { Money } from '#core/money'
import type { ListedVoucher } from '#hotspot/vouchers/batch_vouchers_query'

const COLUMNS = [
  'code',
  'state',
  'package',
  'price',
  'currency',
  'label',
  'created',
  'expires',
  'redeemed',
  'customer',
] as const

/** A batch as a spreadsheet takes it; times in the tenant's zone. */
export function voucherCsv(
  vouchers: readonly ListedVoucher[],
  timezone: string,
  i18n: I18n
): string {
  const when = (at: DateTime | null) => at?.setZone(timezone).toFormat('yyyy-MM-dd HH:mm') ?? ''
  const lines = vouchers.map((each) =>
    csvLine([
      each.code,
      i18n.t(`voucher.state.${each.state}`),
      each.packageName,
      Money.of(each.amountMinor, each.currency).toDecimal(),
      each.currency,
      each.batch,
      when(each.createdAt),
      when(each.expiresAt),
      when(each.redeemedAt),
      each.mobile ?? '',
    ])
  )
  const head = csvLine(COLUMNS.map((column) => i18n.t(`voucher.csv.${column}`)))
  return [CSV_MARK, head, ...lines].join('')
}
