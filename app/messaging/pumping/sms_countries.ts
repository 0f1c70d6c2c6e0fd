import { tenantSettings } from '#tenancy/settings'
import type { TenantScope } from '#tenancy/tenancy'

/** Countries, ISO 3166 alpha-2, whose numbers an ISP sends codes to; its own without a decision. */
export function smsCountries(tenant: Pick<TenantScope, 'country' | 'settings'>): readonly string[] {
  const chosen = tenantSettings(tenant).smsCountries
  return chosen.length > 0 ? chosen : [tenant.country]
}
