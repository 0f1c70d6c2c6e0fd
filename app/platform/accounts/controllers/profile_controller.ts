import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { ONE_LINE } from '#core/one_line'
import { AccountTokens } from '#platform/accounts/account_tokens'
import { EmailAddress } from '#platform/accounts/email_address'
import UndeliverableAddress from '#messaging/mail/undeliverable_address'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import { isOwnPassword } from '#platform/accounts/own_password'
import { OwnProof } from '#platform/accounts/own_proof'
import { passwordFault } from '#platform/signup/password_rules'
import { AccountSessions } from '#platform/sign_in/account_sessions'
import { tell } from '#platform/http/tell'
import { fieldErrors } from '#tenancy/http/field_errors'

/** Name and password of one's own account. */
@inject()
export default class ProfileController {
  static nameValidator = vine.create({
    name: vine.string().trim().minLength(2).maxLength(80).regex(ONE_LINE),
  })

  static passwordValidator = vine.create({
    old_password: vine.string().maxLength(128),
    new_password: vine.string().minLength(8).maxLength(128),
  })

  constructor(
    private emailAddress: EmailAddress,
    private ownProof: OwnProof,
    private tokens: AccountTokens,
    private mail: AccountMail,
    private sessions: AccountSessions
  ) {}

  async show(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    return ctx.view.render('pages/platform/account/profile', {
      hasPassword: account.password !== null,
      proof: await this.ownProof.asked(ctx, account),
      mailBounces: (await UndeliverableAddress.find(account.email.toLowerCase())) !== null,
      isUnproven: this.emailAddress.isUnproven(account),
      mailIsOn: this.mail.isOn,
    })
  }

  async rename(ctx: HttpContext) {
    const { name } = await ctx.request.validateUsing(ProfileController.nameValidator)
    await ctx.auth.getUserOrFail().merge({ name }).save()
    tell(ctx, 'success', 'account.name_saved')
    return ctx.response.redirect('/account')
  }

  /** Ends every other session: one of them may be why it is changed. */
  async changePassword(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const input = await ctx.request.validateUsing(ProfileController.passwordValidator)
    if (!(await isOwnPassword(account, input.old_password))) {
      return fieldErrors(ctx, { old_password: ctx.i18n.t('account.password_wrong') })
    }
    const fault = passwordFault(input.new_password, account.email)
    if (fault) {
      return fieldErrors(ctx, { new_password: ctx.i18n.t(`signup.password.${fault}`) })
    }
    await account.merge({ password: input.new_password }).save()
    await this.tokens.forgetAll(account.id)
    await this.sessions.endAll(account.id, this.sessions.idOf(ctx))
    await this.mail.warn(ctx.i18n, account, 'password_changed')
    tell(ctx, 'success', 'account.password_saved')
    return ctx.response.redirect('/account')
  }
}
