import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { EmailAddress } from '#platform/accounts/email_address'
import { OwnProof, proofFields } from '#platform/accounts/own_proof'
import { tell } from '#platform/http/tell'
import { fieldErrors } from '#tenancy/http/field_errors'

/** The e-mail address of one's own account: proving it, and moving to another. */
@inject()
export default class EmailController {
  static validator = vine.create({
    email: vine.string().trim().toLowerCase().email().maxLength(254),
    ...proofFields,
  })

  constructor(
    private emailAddress: EmailAddress,
    private ownProof: OwnProof
  ) {}

  async resend(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    if (this.emailAddress.isUnproven(account)) {
      const isSent = await this.emailAddress.askToVerify(ctx.i18n, account)
      if (isSent) tell(ctx, 'success', 'account.verify_sent', { email: account.email })
      else tell(ctx, 'error', 'account.too_many_mails')
    }
    return ctx.response.redirect('/account')
  }

  async change(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const { email, ...typed } = await ctx.request.validateUsing(EmailController.validator)
    const fault = await this.ownProof.fault(ctx, account, typed)
    if (fault) return fieldErrors(ctx, fault)
    if (email === account.email) {
      return fieldErrors(ctx, { email: ctx.i18n.t('account.email_same') })
    }
    const isSent = await this.emailAddress.askToChange(ctx.i18n, account, email)
    if (!isSent) return fieldErrors(ctx, { email: ctx.i18n.t('account.too_many_mails') })
    tell(ctx, 'success', 'account.change_sent', { email })
    return ctx.response.redirect('/account')
  }

  /** Shows what the link would do; a mail program that opens links by itself confirms nothing. */
  async ask({ auth, params, view }: HttpContext) {
    const token = String(params.token)
    const email = await this.emailAddress.asked(auth.getUserOrFail(), token)
    return view.render('pages/platform/account/confirm_email', { email, token })
  }

  async confirm(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const verdict = await this.emailAddress.confirm(ctx.i18n, account, String(ctx.params.token))
    tell(ctx, verdict === 'confirmed' ? 'success' : 'error', `account.email_${verdict}`)
    return ctx.response.redirect('/account')
  }
}
