import type { DateTime } from 'luxon'
import type Tenant from '#tenancy/models/tenant'

/** A day as an ISP's people write it, where they are. @param locale the ISP's own without */
export function dayFor(
  tenant: Pick<Tenant, 'timezone' | 'locale'>,
  at: DateTime,
  locale = tenant.locale
): string {
  return at.setZone(tenant.timezone).setLocale(locale).toFormat('d LLL yyyy')
}
