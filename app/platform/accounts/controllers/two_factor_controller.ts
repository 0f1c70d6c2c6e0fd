import { inject } from '@adonisjs/core'
import encryption from '@adonisjs/core/services/encryption'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import qrcode from 'qrcode'
import type Account from '#platform/accounts/account'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import { isOwnPassword } from '#platform/accounts/own_password'
import { newTotpSecret, totpUri } from '#platform/accounts/two_factor/totp'
import { TwoFactor } from '#platform/accounts/two_factor/two_factor'
import { tell } from '#platform/http/tell'
import { AccountSessions } from '#platform/sign_in/account_sessions'
import { SecondProof } from '#platform/sign_in/second_proof'
import { fieldErrors } from '#tenancy/http/field_errors'

/** The secret somebody is just typing into their app, sealed, until a code shows that they did. */
const OFFERED = 'totp_offered'

/** Two-factor sign-in of one's own account. */
@inject()
export default class TwoFactorController {
  static codeValidator = vine.create({ code: vine.string().trim().maxLength(40) })

  static disableValidator = vine.create({
    code: vine.string().trim().maxLength(40),
    password: vine.string().maxLength(128).optional(),
  })

  constructor(
    private twoFactor: TwoFactor,
    private sessions: AccountSessions,
    private mail: AccountMail,
    private secondProof: SecondProof
  ) {}

  async show(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    if (account.hasTwoFactor) {
      return ctx.view.render('pages/platform/account/two_factor', {
        codesLeft: await this.twoFactor.recoveryCodesLeft(account),
        hasPassword: account.password !== null,
      })
    }
    const secret = offered(ctx) ?? newTotpSecret()
    ctx.session.put(OFFERED, encryption.encrypt(secret, { purpose: OFFERED }))
    const uri = totpUri(secret, account.email)
    return ctx.view.render('pages/platform/account/two_factor_enrol', {
      secret: secret.replace(/.{4}(?=.)/g, '$& '),
      qr: await qrcode.toDataURL(uri, { margin: 1, width: 200 }),
      mustEnrol: account.isAdmin,
    })
  }

  async enable(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const secret = offered(ctx)
    if (account.hasTwoFactor || !secret) return ctx.response.redirect('/account/two-factor')

    const { code } = await ctx.request.validateUsing(TwoFactorController.codeValidator)
    const codes = await this.twoFactor.enable(account, secret, code.replace(/\s/g, ''))
    if (!codes) return fieldErrors(ctx, { code: ctx.i18n.t('account.code_wrong') })

    ctx.session.forget(OFFERED)
    this.secondProof.note(ctx)
    await this.sessions.endAll(account.id, this.sessions.idOf(ctx))
    await this.mail.send(ctx.i18n, account.email, 'two_factor_on')
    return showCodes(ctx, account, codes)
  }

  async renewCodes(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const { code } = await ctx.request.validateUsing(TwoFactorController.codeValidator)
    const verdict = await this.twoFactor.verify(account, code)
    if (verdict !== 'right') return fieldErrors(ctx, codeError(ctx, verdict))
    return showCodes(ctx, account, await this.twoFactor.renewRecoveryCodes(account))
  }

  async disable(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const { code, password } = await ctx.request.validateUsing(TwoFactorController.disableValidator)
    if (account.password && !(await isOwnPassword(account, password ?? ''))) {
      return fieldErrors(ctx, { password: ctx.i18n.t('account.password_wrong') })
    }
    const verdict = await this.twoFactor.verify(account, code)
    if (verdict !== 'right') return fieldErrors(ctx, codeError(ctx, verdict))

    await this.twoFactor.disable(account)
    await this.mail.send(ctx.i18n, account.email, 'two_factor_off')
    tell(ctx, 'success', 'account.two_factor_is_off')
    return ctx.response.redirect('/account/two-factor')
  }
}

/** Shown by the answer itself and kept nowhere, so that no second look is possible. */
function showCodes({ response, view }: HttpContext, account: Account, codes: string[]) {
  response.header('cache-control', 'no-store')
  return view.render('pages/platform/account/recovery_codes', { codes, isAdmin: account.isAdmin })
}

function codeError({ i18n }: HttpContext, verdict: 'wrong' | 'too_many') {
  return { code: i18n.t(`account.code_${verdict}`) }
}

function offered({ session }: HttpContext): string | null {
  const sealed: unknown = session.get(OFFERED)
  return typeof sealed === 'string' ? encryption.decrypt<string>(sealed, OFFERED) : null
}
