import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { rememberWantedPage } from '#platform/sign_in/onwards'

/** Pages of the platform's own host that need an account. */
export default class AccountMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    if (!(await ctx.auth.use('web').check())) {
      rememberWantedPage(ctx)
      return ctx.response.redirect('/login')
    }
    await ctx.auth.authenticateUsing(['web'])
    ctx.view.share({ account: ctx.auth.getUserOrFail() })
    return next()
  }
}
