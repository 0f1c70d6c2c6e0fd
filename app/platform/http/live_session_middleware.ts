import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { AccountSessions } from '#platform/sign_in/account_sessions'

/** A session whose row was ended, on whichever host, is nobody's from this request on. */
@inject()
export default class LiveSessionMiddleware {
  constructor(private sessions: AccountSessions) {}

  async handle(ctx: HttpContext, next: NextFn) {
    const accountId = signedInAccount(ctx)
    if (accountId !== null) {
      const id = this.sessions.idOf(ctx)
      const isAlive = id && (await this.sessions.isAlive(accountId, id, ctx.request.ip()))
      if (!isAlive) ctx.session.clear()
    }
    return next()
  }
}

/** Null for a stranger, and where there is no session at all (start/sessionless.ts). */
function signedInAccount(ctx: HttpContext): number | null {
  if (!('session' in ctx)) return null
  const id: unknown = ctx.session.get(ctx.auth.use('web').sessionKeyName)
  return id === undefined || id === null ? null : Number(id)
}
