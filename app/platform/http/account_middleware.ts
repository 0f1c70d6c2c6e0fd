import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { rememberWantedPage } from '#platform/sign_in/onwards'

/** What an admin without an authenticator app may do: set one up. */
const ENROLMENT = /^\/account\/(?:two-factor|prove)(?:\/|$)/

/** Pages of the platform's own host that need an account. */
export default class AccountMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (!(await ctx.auth.use('web').check())) {
      rememberWantedPage(ctx)
      return ctx.response.redirect('/login')
    }
    await ctx.auth.authenticateUsing(['web'])
    const account = ctx.auth.getUserOrFail()
    if (account.isAdmin && !account.hasTwoFactor && !ENROLMENT.test(ctx.request.url())) {
      return ctx.response.redirect('/account/two-factor')
    }
    ctx.view.share({ account })
    return next()
  }
}
