import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { TenantNotFound } from '#tenancy/errors'

/** Only for the platform's admins; anybody else is told that there is no such page. */
export default class AdminMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    await ctx.auth.authenticateUsing(['web'], { loginRoute: '/login' })
    if (!ctx.auth.user?.isAdmin) throw new TenantNotFound()
    return next()
  }
}
