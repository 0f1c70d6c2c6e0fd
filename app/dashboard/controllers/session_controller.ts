import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Account from '#platform/accounts/account'
import { EnterTenant } from '#platform/accounts/enter_tenant'
import Membership from '#platform/accounts/membership'
import PlatformSessionController, { verify } from '#platform/controllers/session_controller'
import { fieldErrors } from '#tenancy/http/field_errors'

/** Signing in on the ISP's own host. */
@inject()
export default class SessionController {
  constructor(private enterTenant: EnterTenant) {}

  show({ view }: HttpContext) {
    return view.render('pages/platform/login')
  }

  async store(ctx: HttpContext) {
    const { email, password } = await ctx.request.validateUsing(PlatformSessionController.validator)
    const account = await verify(ctx, email, password)
    const member =
      account &&
      (await Membership.query().where({ accountId: account.id, tenantId: ctx.tenant.id }).first())
    if (!member) return fieldErrors(ctx, { email: ctx.i18n.t('platform.login_failed') })

    await ctx.auth.use('web').login(account)
    return ctx.response.redirect('/dashboard')
  }

  /** The second half of the hop from the platform's host. */
  async enter(ctx: HttpContext) {
    const accountId = await this.enterTenant.redeem(
      ctx.tenant,
      String(ctx.request.qs().ticket ?? '')
    )
    const account = accountId === null ? null : await Account.find(accountId)
    if (!account) return ctx.response.redirect('/login')

    await ctx.auth.use('web').login(account)
    return ctx.response.redirect('/dashboard')
  }

  async destroy(ctx: HttpContext) {
    await ctx.auth.use('web').logout()
    return ctx.response.redirect('/login')
  }
}
