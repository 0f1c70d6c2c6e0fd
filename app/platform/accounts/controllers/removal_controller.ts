import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { StillOwner } from '#platform/accounts/errors'
import { OwnProof, proofFields } from '#platform/accounts/own_proof'
import { RemoveAccount } from '#platform/accounts/remove_account'
import { tell } from '#platform/http/tell'
import { tenantUrl } from '#platform/tenant_url'
import { fieldErrors } from '#tenancy/http/field_errors'

const HERE = '/account/remove'

/** Going for good. Owners hand their company over, or close it, first. */
@inject()
export default class RemovalController {
  static validator = vine.create(proofFields)

  constructor(
    private removeAccount: RemoveAccount,
    private ownProof: OwnProof
  ) {}

  async show(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const owned = await this.removeAccount.owned(account)
    return ctx.view.render('pages/platform/account/remove', {
      proof: await this.ownProof.asked(ctx, account),
      isAdmin: account.isAdmin,
      owned: owned.map((tenant) => ({
        name: tenant.name,
        settings: `${tenantUrl(tenant)}/dashboard/settings`,
      })),
    })
  }

  async store(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    if (account.isAdmin) return ctx.response.redirect(HERE)
    const typed = await ctx.request.validateUsing(RemovalController.validator)
    const fault = await this.ownProof.fault(ctx, account, typed)
    if (fault) return fieldErrors(ctx, fault)
    try {
      await this.removeAccount.execute(ctx.i18n, account, ctx.request.ip())
    } catch (error) {
      if (error instanceof StillOwner) return ctx.response.redirect(HERE)
      throw error
    }
    await ctx.auth.use('web').logout()
    tell(ctx, 'success', 'account.removal.done', { email: account.email })
    return ctx.response.redirect('/login')
  }
}
