import limiter from '@adonisjs/limiter/services/main'
import type Account from '#platform/accounts/account'

const TRIES = { requests: 10, duration: '15 minutes' } as const

/** A found-open browser must not be the way to guess a password: ten tries, then the right one is wrong too. */
export async function isOwnPassword(account: Account, typed: string): Promise<boolean> {
  const allowed = await limiter.use(TRIES).attempt(`own-password:${account.id}`, () => true)
  return Boolean(allowed) && account.verifyPassword(typed)
}
