import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { LinkedIdentities } from '#platform/accounts/linked_identities'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import { tell } from '#platform/http/tell'
import { OauthFlow } from '#platform/sign_in/oauth/oauth_flow'
import { isOffered, offeredProviders, providerNames } from '#platform/sign_in/oauth/providers'

/** The Google and GitHub identities that open one's own account. */
@inject()
export default class LinkedController {
  constructor(
    private identities: LinkedIdentities,
    private flow: OauthFlow,
    private mail: AccountMail
  ) {}

  async index({ auth, view }: HttpContext) {
    const account = auth.getUserOrFail()
    const linked = await this.identities.list(account)
    const shown = new Set([...offeredProviders, ...linked.map(({ provider }) => provider)])
    return view.render('pages/platform/account/linked', {
      entries: [...shown].map((provider) => ({
        provider,
        label: providerNames[provider],
        isOffered: isOffered(provider),
        identity: linked.find((identity) => identity.provider === provider) ?? null,
      })),
      isLastWayIn: !account.password && linked.length === 1,
    })
  }

  async begin(ctx: HttpContext) {
    const { provider } = ctx.params
    if (!isOffered(provider)) return ctx.response.redirect('/account/linked')
    const account = ctx.auth.getUserOrFail()
    return ctx.response.redirect(await this.flow.begin(ctx, provider, account.id))
  }

  async remove(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const linked = await this.identities.list(account)
    const identity = linked.find(({ provider }) => provider === ctx.params.provider)
    const verdict = identity
      ? await this.identities.unlink(account, identity.provider)
      : 'not_linked'
    if (identity && verdict === 'unlinked') {
      const provider = providerNames[identity.provider]
      await this.mail.send(ctx.i18n, account.email, 'unlinked', { provider })
      tell(ctx, 'success', 'account.unlinked', { provider })
    }
    if (verdict === 'last_way_in') tell(ctx, 'error', 'account.last_way_in')
    return ctx.response.redirect('/account/linked')
  }
}
