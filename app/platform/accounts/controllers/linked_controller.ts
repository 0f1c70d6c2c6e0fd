import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { LinkedIdentities } from '#platform/accounts/linked_identities'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import { OwnProof, proofFields } from '#platform/accounts/own_proof'
import { tell } from '#platform/http/tell'
import { OauthFlow } from '#platform/sign_in/oauth/oauth_flow'
import { isOffered, offeredProviders, providerNames } from '#platform/sign_in/oauth/providers'
import { fieldErrors } from '#tenancy/http/field_errors'

const HERE = '/account/linked'

/** The Google and GitHub identities that open one's own account. */
@inject()
export default class LinkedController {
  static validator = vine.create(proofFields)

  constructor(
    private identities: LinkedIdentities,
    private ownProof: OwnProof,
    private flow: OauthFlow,
    private mail: AccountMail
  ) {}

  async index(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const linked = await this.identities.list(account)
    const shown = new Set([...offeredProviders, ...linked.map(({ provider }) => provider)])
    return ctx.view.render('pages/platform/account/linked', {
      proof: await this.ownProof.asked(ctx, account),
      entries: [...shown].map((provider) => ({
        provider,
        label: providerNames[provider],
        isOffered: isOffered(provider),
        identity: linked.find((identity) => identity.provider === provider) ?? null,
        isLastWayIn: this.identities.isLastWayIn(account, linked, provider),
      })),
    })
  }

  async begin(ctx: HttpContext) {
    const { provider } = ctx.params
    if (!isOffered(provider)) return ctx.response.redirect(HERE)
    const account = ctx.auth.getUserOrFail()
    const typed = await ctx.request.validateUsing(LinkedController.validator)
    const fault = await this.ownProof.fault(ctx, account, typed)
    if (fault) return fieldErrors(ctx, fault)
    const errand = { kind: 'link', accountId: account.id } as const
    return ctx.response.redirect(await this.flow.begin(ctx, provider, errand))
  }

  async remove(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const typed = await ctx.request.validateUsing(LinkedController.validator)
    const linked = await this.identities.list(account)
    const identity = linked.find(({ provider }) => provider === ctx.params.provider)
    if (!identity) return ctx.response.redirect(HERE)
    const fault = await this.ownProof.fault(ctx, account, typed)
    if (fault) return fieldErrors(ctx, fault)

    const verdict = await this.identities.unlink(account, identity.provider)
    if (verdict === 'unlinked') {
      const provider = providerNames[identity.provider]
      await this.mail.warn(ctx.i18n, account, 'unlinked', { provider })
      tell(ctx, 'success', 'account.unlinked', { provider })
    }
    if (verdict === 'last_way_in') tell(ctx, 'error', 'account.last_way_in')
    return ctx.response.redirect(HERE)
  }
}
