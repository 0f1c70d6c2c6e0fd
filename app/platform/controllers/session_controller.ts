import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { fieldErrors } from '#tenancy/http/field_errors'
import { EnterTenant, hopperOf } from '#platform/accounts/enter_tenant'
import { membershipsQuery } from '#platform/accounts/memberships_query'
import { closedPage } from '#platform/lifecycle/follow_move'
import { mayBeErased } from '#platform/lifecycle/moves'
import { AccountSessions } from '#platform/sign_in/account_sessions'
import { LinkWaitingIdentity } from '#platform/sign_in/oauth/link_waiting_identity'
import { offeredProviders, providerNames } from '#platform/sign_in/oauth/providers'
import { Onwards } from '#platform/sign_in/onwards'
import { accountByPassword } from '#platform/sign_in/password_sign_in'
import { SignIn } from '#platform/sign_in/sign_in'

/** Signing in on the platform's host, and on to the ISP one works for. */
@inject()
export default class SessionController {
  static validator = vine.create({
    email: vine.string().trim().toLowerCase().maxLength(254),
    password: vine.string().maxLength(128),
  })

  constructor(
    private enterTenant: EnterTenant,
    private signIn: SignIn,
    private sessions: AccountSessions,
    private linkWaitingIdentity: LinkWaitingIdentity,
    private onwards: Onwards
  ) {}

  show(ctx: HttpContext) {
    const waiting = this.linkWaitingIdentity.waiting(ctx)
    return ctx.view.render('pages/platform/login', {
      providers: offeredProviders.map((name) => ({ name, label: providerNames[name] })),
      waiting: waiting && {
        email: waiting.verifiedEmail,
        provider: providerNames[waiting.provider],
      },
    })
  }

  async store(ctx: HttpContext) {
    const { email, password } = await ctx.request.validateUsing(SessionController.validator)
    const account = await accountByPassword(ctx, email, password)
    if (!account) return fieldErrors(ctx, { email: ctx.i18n.t('platform.login_failed') })

    if (!(await this.signIn.firstProof(ctx, account))) return ctx.response.redirect('/login/code')
    await this.linkWaitingIdentity.execute(ctx, account)
    return ctx.response.redirect(await this.onwards.after(ctx, account))
  }

  /** Several ISPs: which one? One that is closed is its owners’ business alone. */
  async choose(ctx: HttpContext) {
    const all = await membershipsQuery(ctx.auth.getUserOrFail().id)
    const memberships = all.filter(({ role, tenant }) => role === 'owner' || !mayBeErased(tenant))
    return ctx.view.render('pages/platform/choose', {
      memberships: memberships.map(({ role, tenant }) => ({
        tenantName: tenant.name,
        slug: tenant.slug,
        role,
        isClosed: mayBeErased(tenant),
        href: mayBeErased(tenant) ? closedPage(tenant) : `/choose/${tenant.slug}`,
      })),
    })
  }

  async enter(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const memberships = await membershipsQuery(account.id)
    const chosen = memberships.find(({ tenant }) => tenant.slug === ctx.params.slug)
    if (!chosen) return ctx.response.redirect('/choose')
    return ctx.response.redirect(
      mayBeErased(chosen.tenant)
        ? closedPage(chosen.tenant)
        : await this.enterTenant.link(account, chosen.tenant, hopperOf(ctx))
    )
  }

  async destroy(ctx: HttpContext) {
    await this.sessions.close(ctx)
    return ctx.response.redirect('/login')
  }
}
