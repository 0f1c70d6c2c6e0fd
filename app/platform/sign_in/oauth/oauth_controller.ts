import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type Account from '#platform/accounts/account'
import { LinkedIdentities } from '#platform/accounts/linked_identities'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import { tell } from '#platform/http/tell'
import { LinkWaitingIdentity } from '#platform/sign_in/oauth/link_waiting_identity'
import { OauthFlow, OauthRefused, type OauthRefusal } from '#platform/sign_in/oauth/oauth_flow'
import { isOffered, providerNames, type ForeignIdentity } from '#platform/sign_in/oauth/providers'
import { ResolveIdentity } from '#platform/sign_in/oauth/resolve_identity'
import { Onwards } from '#platform/sign_in/onwards'
import { SignIn } from '#platform/sign_in/sign_in'
import { SignedInAgain } from '#platform/sign_in/signed_in_again'

/** Signing in with Google or GitHub, and linking one of them to the account one is signed in to. */
@inject()
export default class OauthController {
  constructor(
    private flow: OauthFlow,
    private resolve: ResolveIdentity,
    private identities: LinkedIdentities,
    private linkWaitingIdentity: LinkWaitingIdentity,
    private mail: AccountMail,
    private again: SignedInAgain,
    private signIn: SignIn,
    private onwards: Onwards
  ) {}

  async begin(ctx: HttpContext) {
    const { provider } = ctx.params
    if (!isOffered(provider)) return ctx.response.redirect('/login')
    return ctx.response.redirect(await this.flow.begin(ctx, provider, { kind: 'sign_in' }))
  }

  async callback(ctx: HttpContext) {
    const { provider } = ctx.params
    if (!isOffered(provider)) return ctx.response.redirect('/login')
    try {
      const { identity, errand } = await this.flow.finish(ctx, provider)
      if (errand.kind === 'sign_in') return await this.#signIn(ctx, identity)
      /** Only for whom it was begun: signed out, or in as somebody else meanwhile, it is nothing. */
      const account = await signedIn(ctx)
      if (account?.id !== errand.accountId) throw new OauthRefused('state')
      return errand.kind === 'link'
        ? await this.#link(ctx, identity, account)
        : await this.#prove(ctx, identity, account, errand.back)
    } catch (error) {
      if (error instanceof OauthRefused)
        return await refuse(ctx, error.reason, providerNames[provider])
      throw error
    }
  }

  async #signIn(ctx: HttpContext, identity: ForeignIdentity) {
    const found = await this.resolve.execute(identity)
    if (found === 'unverified' || found === 'disposable') {
      return await refuse(ctx, found, providerNames[identity.provider])
    }
    if (found === 'email_has_account') {
      this.linkWaitingIdentity.keep(ctx, identity)
      return ctx.response.redirect('/login')
    }
    if (!(await this.signIn.firstProof(ctx, found))) return ctx.response.redirect('/login/code')
    await this.linkWaitingIdentity.execute(ctx, found)
    return ctx.response.redirect(await this.onwards.after(ctx, found))
  }

  async #link(ctx: HttpContext, identity: ForeignIdentity, account: Account) {
    const provider = providerNames[identity.provider]
    const verdict = await this.identities.link(account, identity)
    if (verdict === 'linked') {
      await this.mail.warn(ctx.i18n, account, 'linked', { provider })
      tell(ctx, 'success', 'account.linked', { provider })
    } else {
      tell(ctx, 'error', `account.link_${verdict}`, { provider })
    }
    return ctx.response.redirect('/account/linked')
  }

  /** The same person again, by an identity that opens this very account. */
  async #prove(ctx: HttpContext, identity: ForeignIdentity, account: Account, back: string) {
    const provider = providerNames[identity.provider]
    const known = await this.identities.find(identity)
    if (known?.accountId !== account.id) return refuse(ctx, 'not_yours', provider)

    this.again.note(ctx)
    tell(ctx, 'success', 'account.proof.given', { provider })
    return ctx.response.redirect(back)
  }
}

async function signedIn({ auth }: HttpContext): Promise<Account | undefined> {
  const guard = auth.use('web')
  return (await guard.check()) ? guard.user : undefined
}

async function refuse(
  ctx: HttpContext,
  reason: OauthRefusal | 'unverified' | 'disposable' | 'not_yours',
  provider: string
) {
  ctx.response.status(reason === 'unavailable' ? 502 : 400)
  const isIn = (await signedIn(ctx)) !== undefined
  return ctx.view.render('pages/platform/oauth_refused', { reason, provider, isIn })
}
