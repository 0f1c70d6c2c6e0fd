import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { DateTime } from 'luxon'
import { ONE_LINE } from '#core/one_line'
import { NotAllowed } from '#dashboard/permissions'
import { LARGEST_BATCH } from '#hotspot/vouchers/create_vouchers'
import type { ListedVoucher } from '#hotspot/vouchers/batch_vouchers_query'

export const batchValidator = vine.create({
  package_id: vine.number().withoutDecimals().positive().max(Number.MAX_SAFE_INTEGER),
  count: vine.number().withoutDecimals().range([1, LARGEST_BATCH]),
  label: vine.string().trim().maxLength(60).regex(ONE_LINE).optional(),
  expires_on: vine
    .string()
    .trim()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
})

/** A voucher can be used to the end of its last day in the tenant's zone. */
export function batchExpiry(day: string, timezone: string): DateTime {
  const local = DateTime.fromISO(day, { zone: timezone })
  return local.isValid ? local.plus({ days: 1 }).startOf('day').toUTC() : DateTime.fromMillis(0)
}

/** Whoever sells may see codes, in a read-only tenant as well: they have been paid for. */
export function mayHandleCodes({ role }: HttpContext): boolean {
  return role !== 'support'
}

/** @throws NotAllowed */
export function authorizeCodes(ctx: HttpContext): void {
  if (!mayHandleCodes(ctx)) throw new NotAllowed()
}

/** The others tell vouchers apart by the last group. */
export function showCodes(ctx: HttpContext, vouchers: ListedVoucher[]): ListedVoucher[] {
  if (mayHandleCodes(ctx)) return vouchers
  return vouchers.map((voucher) => ({
    ...voucher,
    code: `••••-••••-${voucher.code.slice(-3)}`,
  }))
}
