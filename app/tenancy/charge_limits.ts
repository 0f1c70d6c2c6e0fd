import limiter from '@adonisjs/limiter/services/main'

/** So many in a time, under a key that names the tenant. */
export interface Limit {
  key: string
  requests: number
  duration: string
}

/**
 * Charges one to every limit. All are read before any is charged: what is refused for one
 * must not use up another.
 *
 * @returns seconds to wait, 0 for go on
 */
export async function chargeLimits(limits: readonly Limit[]): Promise<number> {
  for (const limit of limits) {
    const rate = limiter.use(limit)
    if ((await rate.remaining(limit.key)) <= 0) return wait(limit)
  }
  for (const limit of limits) {
    if (!(await limiter.use(limit).attempt(limit.key, () => true))) return wait(limit)
  }
  return 0
}

async function wait(limit: Limit): Promise<number> {
  return Math.max(1, await limiter.use(limit).availableIn(limit.key))
}
