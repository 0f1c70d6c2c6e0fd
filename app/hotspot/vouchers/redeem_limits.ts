import limiter from '@adonisjs/limiter/services/main'
import type { MacAddress } from '#core/mac_address'
import { chargeLimits } from '#tenancy/charge_limits'

/** Wrong codes, each within its time. With 51 bits a code nobody finds one, yet a portal is not an oracle. */
const LIMITS = {
  mac: { requests: 8, duration: '15 minutes' },
  customer: { requests: 8, duration: '15 minutes' },
  tenant: { requests: 600, duration: '1 hour' },
}

export interface Trier {
  tenantId: number
  customerId: number
  mac: MacAddress
}

/**
 * Counts a try before the code is looked at, so that racing guesses cannot share one.
 *
 * @returns seconds to wait, 0 for go on
 */
export async function chargeTry(trier: Trier): Promise<number> {
  return chargeLimits(limitsOf(trier))
}

/** A right code was no guess. */
export async function refundTry(trier: Trier): Promise<void> {
  for (const limit of limitsOf(trier)) await limiter.use(limit).decrement(limit.key)
}

function limitsOf({ tenantId, customerId, mac }: Trier) {
  const scope = `voucher:${tenantId}`
  return [
    { key: `${scope}:mac:${mac}`, ...LIMITS.mac },
    { key: `${scope}:customer:${customerId}`, ...LIMITS.customer },
    { key: `${scope}:tenant`, ...LIMITS.tenant },
  ]
}
