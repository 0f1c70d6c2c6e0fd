import limiter from '@adonisjs/limiter/services/main'
import type { MacAddress } from '#core/mac_address'

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
 * Counts a try before the code is looked at, so that racing guesses cannot share
 * one. All limits are read before any is charged.
 *
 * @returns seconds to wait, 0 for go on
 */
export async function chargeTry(trier: Trier): Promise<number> {
  for (const { key, limit } of limitsOf(trier)) {
    if ((await limit.remaining(key)) <= 0) return Math.max(1, await limit.availableIn(key))
  }
  for (const { key, limit } of limitsOf(trier)) {
    if (!(await limit.attempt(key, () => true))) return Math.max(1, await limit.availableIn(key))
  }
  return 0
}

/** A right code was no guess. */
export async function refundTry(trier: Trier): Promise<void> {
  for (const { key, limit } of limitsOf(trier)) await limit.decrement(key)
}

function limitsOf({ tenantId, customerId, mac }: Trier) {
  const scope = `voucher:${tenantId}`
  return [
    { key: `${scope}:mac:${mac}`, limit: limiter.use(LIMITS.mac) },
    { key: `${scope}:customer:${customerId}`, limit: limiter.use(LIMITS.customer) },
    { key: `${scope}:tenant`, limit: limiter.use(LIMITS.tenant) },
  ]
}
