import type Tenant from '#tenancy/models/tenant'

/** Whose host a request came to; null on the platform's own, where the tenant middleware does not run. */
export function hostTenant({ tenant }: { tenant?: Tenant }): Tenant | null {
  return tenant ?? null
}
