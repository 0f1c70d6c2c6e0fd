import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { TwoFactor } from '#platform/accounts/two_factor/two_factor'
import { Onwards } from '#platform/sign_in/onwards'
import { LinkWaitingIdentity } from '#platform/sign_in/oauth/link_waiting_identity'
import { SecondProof } from '#platform/sign_in/second_proof'
import { SignIn } from '#platform/sign_in/sign_in'
import { fieldErrors } from '#tenancy/http/field_errors'

/** The code of the authenticator app, after the password or the provider. On every host. */
@inject()
export default class SecondStepController {
  static validator = vine.create({ code: vine.string().trim().maxLength(40) })

  constructor(
    private signIn: SignIn,
    private twoFactor: TwoFactor,
    private linkWaitingIdentity: LinkWaitingIdentity,
    private onwards: Onwards,
    private secondProof: SecondProof
  ) {}

  async show(ctx: HttpContext) {
    if (!(await this.signIn.waiting(ctx))) return ctx.response.redirect('/login')
    return ctx.view.render('pages/platform/login_code')
  }

  async store(ctx: HttpContext) {
    const account = await this.signIn.waiting(ctx)
    if (!account) return ctx.response.redirect('/login')

    const { code } = await ctx.request.validateUsing(SecondStepController.validator)
    const verdict = await this.twoFactor.verify(account, code)
    if (verdict !== 'right') {
      return fieldErrors(ctx, { code: ctx.i18n.t(`account.code_${verdict}`) })
    }
    await this.signIn.complete(ctx, account)
    this.secondProof.note(ctx)
    await this.linkWaitingIdentity.execute(ctx, account)
    return ctx.response.redirect(await this.onwards.after(ctx, account))
  }
}
