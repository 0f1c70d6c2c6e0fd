import type { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import type { Tenancy } from '#tenancy/tenancy'

/** Until when a device's window is open; null when it is not. Call in the tenant's scope. */
export async function windowUntil(
  tenancy: Tenancy,
  deviceId: number,
  now: DateTime
): Promise<DateTime | null> {
  const row: { window_until: Date | null } | null = await tenancy.transaction
    .from('devices')
    .select('window_until')
    .where('id', deviceId)
    .where('window_until', '>', now.toJSDate())
    .first()
  return toDateTime(row?.window_until ?? null)
}
