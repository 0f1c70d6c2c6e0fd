import { errors as authErrors } from '@adonisjs/auth'
import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import Account from '#platform/accounts/account'

/** Ten tries a quarter of an hour for an e-mail and an address; the same answer for every failure. */
export async function accountByPassword(
  ctx: HttpContext,
  email: string,
  password: string
): Promise<Account | null> {
  const limit = limiter.use({ requests: 10, duration: '15 minutes' })
  const allowed = await limit.attempt(`login:${email}:${ctx.request.ip()}`, () => true)
  if (!allowed) return null
  try {
    return await Account.verifyCredentials(email, password)
  } catch (error) {
    if (error instanceof authErrors.E_INVALID_CREDENTIALS) return null
    throw error
  }
}
