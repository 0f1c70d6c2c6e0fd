import { priceOf } from '#hotspot/activation/price_of'
import type Package from '#hotspot/packages/package'
import type Tenant from '#tenancy/models/tenant'
import { tenantSettings } from '#tenancy/settings'

/** A package as the portal shows it: at the price that will be charged, tax and all. */
export function onOffer(each: Package, tenant: Tenant) {
  return {
    id: each.id,
    name: each.name,
    priceMinor: priceOf(each, tenantSettings(tenant)).total.minor,
    currency: each.currency,
    validitySeconds: each.validitySeconds,
    validityMonths: each.validityMonths,
    untilMidnight: each.untilMidnight,
    downloadBps: each.downloadBps,
    uploadBps: each.uploadBps,
    octetsLimit: each.octetsLimit,
    deviceLimit: each.deviceLimit,
  }
}
