import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Account from '#platform/accounts/account'
import { EnterTenant, hopperOf } from '#platform/accounts/enter_tenant'
import Membership from '#platform/accounts/membership'
import PlatformSessionController from '#platform/controllers/session_controller'
import { AccountSessions } from '#platform/sign_in/account_sessions'
import { accountByPassword } from '#platform/sign_in/password_sign_in'
import { SignIn } from '#platform/sign_in/sign_in'
import { fieldErrors } from '#tenancy/http/field_errors'

/** Signing in on the ISP's own host. */
@inject()
export default class SessionController {
  constructor(
    private enterTenant: EnterTenant,
    private signIn: SignIn,
    private sessions: AccountSessions
  ) {}

  show({ view }: HttpContext) {
    return view.render('pages/platform/login')
  }

  async store(ctx: HttpContext) {
    const { email, password } = await ctx.request.validateUsing(PlatformSessionController.validator)
    const account = await accountByPassword(ctx, email, password)
    const member =
      account &&
      (await Membership.query().where({ accountId: account.id, tenantId: ctx.tenant.id }).first())
    if (!member) return fieldErrors(ctx, { email: ctx.i18n.t('platform.login_failed') })

    const isIn = await this.signIn.firstProof(ctx, account)
    return ctx.response.redirect(isIn ? '/dashboard' : '/login/code')
  }

  /** The second half of the hop from the platform's host. */
  async enter(ctx: HttpContext) {
    const accountId = await this.enterTenant.redeem(
      ctx.tenant,
      String(ctx.request.qs().ticket ?? ''),
      hopperOf(ctx)
    )
    const account = accountId === null ? null : await Account.find(accountId)
    if (!account) return ctx.response.redirect('/login')

    await this.signIn.arrive(ctx, account)
    return ctx.response.redirect('/dashboard')
  }

  async destroy(ctx: HttpContext) {
    await this.sessions.close(ctx)
    return ctx.response.redirect('/login')
  }
}
