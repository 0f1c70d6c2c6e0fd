import type { DateTime } from 'luxon'
import type Tenant from '#tenancy/models/tenant'

/** Days for which a closed ISP's data waits for it to come back. */
export const ERASED_AFTER_DAYS = 30

/** When the data of a closed ISP is erased. */
export function eraseDate({ statusSince }: Pick<Tenant, 'statusSince'>): DateTime {
  return statusSince.plus({ days: ERASED_AFTER_DAYS })
}
