import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { LinkedIdentities } from '#platform/accounts/linked_identities'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import { tell } from '#platform/http/tell'
import { LinkWaitingIdentity } from '#platform/sign_in/oauth/link_waiting_identity'
import { OauthFlow, OauthRefused, type OauthRefusal } from '#platform/sign_in/oauth/oauth_flow'
import { isOffered, providerNames, type ForeignIdentity } from '#platform/sign_in/oauth/providers'
import { ResolveIdentity } from '#platform/sign_in/oauth/resolve_identity'
import { Onwards } from '#platform/sign_in/onwards'
import { SignIn } from '#platform/sign_in/sign_in'

/** Signing in with Google or GitHub, and linking one of them to the account one is signed in to. */
@inject()
export default class OauthController {
  constructor(
    private flow: OauthFlow,
    private resolve: ResolveIdentity,
    private identities: LinkedIdentities,
    private linkWaitingIdentity: LinkWaitingIdentity,
    private mail: AccountMail,
    private signIn: SignIn,
    private onwards: Onwards
  ) {}

  async begin(ctx: HttpContext) {
    const { provider } = ctx.params
    if (!isOffered(provider)) return ctx.response.redirect('/login')
    return ctx.response.redirect(await this.flow.begin(ctx, provider, null))
  }

  async callback(ctx: HttpContext) {
    const { provider } = ctx.params
    if (!isOffered(provider)) return ctx.response.redirect('/login')
    try {
      const { identity, linkTo } = await this.flow.finish(ctx, provider)
      return linkTo === null
        ? await this.#signIn(ctx, identity)
        : await this.#link(ctx, identity, linkTo)
    } catch (error) {
      if (error instanceof OauthRefused) return refuse(ctx, error.reason, providerNames[provider])
      throw error
    }
  }

  async #signIn(ctx: HttpContext, identity: ForeignIdentity) {
    const found = await this.resolve.execute(identity)
    if (found === 'unverified') return refuse(ctx, found, providerNames[identity.provider])
    if (found === 'email_has_account') {
      this.linkWaitingIdentity.keep(ctx, identity)
      return ctx.response.redirect('/login')
    }
    if (!(await this.signIn.firstProof(ctx, found))) return ctx.response.redirect('/login/code')
    await this.linkWaitingIdentity.execute(ctx, found)
    return ctx.response.redirect(await this.onwards.after(ctx, found))
  }

  /** Only for whom it was begun: signed out, or in as somebody else meanwhile, it is nothing. */
  async #link(ctx: HttpContext, identity: ForeignIdentity, linkTo: number) {
    const provider = providerNames[identity.provider]
    const guard = ctx.auth.use('web')
    const account = (await guard.check()) ? guard.user : undefined
    if (account?.id !== linkTo) return refuse(ctx, 'state', provider)

    const verdict = await this.identities.link(account, identity)
    if (verdict === 'linked') {
      await this.mail.send(ctx.i18n, account.email, 'linked', { provider })
      tell(ctx, 'success', 'account.linked', { provider })
    } else {
      tell(ctx, 'error', `account.link_${verdict}`, { provider })
    }
    return ctx.response.redirect('/account/linked')
  }
}

function refuse(
  { response, view }: HttpContext,
  reason: OauthRefusal | 'unverified',
  provider: string
) {
  response.status(reason === 'unavailable' ? 502 : 400)
  return view.render('pages/platform/oauth_refused', { reason, provider })
}
