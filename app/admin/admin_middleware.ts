import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { AdminNetworks } from '#platform/accounts/admin_networks'
import { rememberWantedPage } from '#platform/sign_in/onwards'
import { SecondProof } from '#platform/sign_in/second_proof'
import { SignIn } from '#platform/sign_in/sign_in'
import { TenantNotFound } from '#tenancy/errors'

/**
 * Only for the platform's admins, from their networks, with a code of their authenticator app in
 * this session. Anybody else is told that there is no such page; so is an admin elsewhere.
 */
@inject()
export default class AdminMiddleware {
  constructor(
    private networks: AdminNetworks,
    private secondProof: SecondProof,
    private signIn: SignIn
  ) {}

  async handle(ctx: HttpContext, next: NextFn) {
    const { auth, request, response, session, i18n } = ctx
    if (!(await auth.use('web').check())) {
      rememberWantedPage(ctx)
      return response.redirect('/login')
    }

    const account = auth.use('web').getUserOrFail()
    const mayBeHere = account.isAdmin && (await this.networks.lets(account.id, request.ip()))
    if (!mayBeHere) throw new TenantNotFound()

    if (!account.hasTwoFactor) {
      session.flash('notification', { kind: 'info', message: i18n.t('admin.access.enrol') })
      return response.redirect('/account/two-factor')
    }
    if (!this.secondProof.isGiven(ctx)) {
      rememberWantedPage(ctx)
      await this.signIn.firstProof(ctx, account)
      return response.redirect('/login/code')
    }
    ctx.view.share({ account })
    return next()
  }
}
