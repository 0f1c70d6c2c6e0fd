import type { DateTime } from 'luxon'

/** A moment as the tenant's customers would say it. */
export function localTime(at: DateTime, tenant: { timezone: string }): string {
  return at.setZone(tenant.timezone).setLocale('en').toFormat('d LLL yyyy, HH:mm')
}
