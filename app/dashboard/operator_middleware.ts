import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import Membership, { type Role } from '#platform/accounts/membership'
import { LOCALE, useLocale } from '#start/middleware/locale_middleware'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** What the signed-in operator may do here. */
    role: Role
  }
}

/**
 * Operators only: signed in on this host, and a member of this tenant. A
 * session of another tenant's host is not sent here, and would not help.
 */
export default class OperatorMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    await ctx.auth.authenticateUsing(['web'], { loginRoute: '/login' })
    const account = ctx.auth.use('web').getUserOrFail()

    const membership = await Membership.query()
      .where({ accountId: account.id, tenantId: ctx.tenant.id })
      .first()
    if (!membership) {
      await ctx.auth.use('web').logout()
      return ctx.response.redirect('/login')
    }

    ctx.role = membership.role
    if (!ctx.request.qs().lang && !ctx.session.has(LOCALE)) useLocale(ctx, ctx.tenant.locale)
    ctx.view.share({ account, role: membership.role, readOnly: ctx.tenant.status === 'read_only' })
    return next()
  }
}
