import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { ResetPassword } from '#platform/accounts/reset_password'
import { tell } from '#platform/http/tell'
import { passwordFault } from '#platform/signup/password_rules'
import { fieldErrors } from '#tenancy/http/field_errors'

/** A forgotten password, from the link on the sign-in page to the new one. */
@inject()
export default class ResetController {
  static askValidator = vine.create({
    email: vine.string().trim().toLowerCase().email().maxLength(254),
  })

  static validator = vine.create({ password: vine.string().minLength(8).maxLength(128) })

  constructor(private resetPassword: ResetPassword) {}

  ask({ view }: HttpContext) {
    return view.render('pages/platform/account/forgot')
  }

  async send(ctx: HttpContext) {
    const { email } = await ctx.request.validateUsing(ResetController.askValidator)
    await this.resetPassword.ask(ctx.i18n, email, ctx.request.ip())
    tell(ctx, 'success', 'account.reset_sent', { email })
    return ctx.response.redirect('/forgot')
  }

  async show({ params, view }: HttpContext) {
    const token = String(params.token)
    const isGood = (await this.resetPassword.emailOf(token)) !== null
    return view.render('pages/platform/account/reset', { token, isGood })
  }

  async store(ctx: HttpContext) {
    const { password } = await ctx.request.validateUsing(ResetController.validator)
    const token = String(ctx.params.token)
    const email = await this.resetPassword.emailOf(token)
    const fault = email && passwordFault(password, email)
    if (fault) return fieldErrors(ctx, { password: ctx.i18n.t(`signup.password.${fault}`) })

    const isDone = await this.resetPassword.execute(ctx.i18n, token, password)
    if (!isDone) return ctx.response.redirect(`/reset/${encodeURIComponent(token)}`)
    tell(ctx, 'success', 'account.reset_done')
    return ctx.response.redirect('/login')
  }
}
