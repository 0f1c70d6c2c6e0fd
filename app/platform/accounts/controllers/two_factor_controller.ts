import { inject } from '@adonisjs/core'
import encryption from '@adonisjs/core/services/encryption'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import qrcode from 'qrcode'
import type Account from '#platform/accounts/account'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import { isOwnPassword } from '#platform/accounts/own_password'
import { OwnProof, proofFields } from '#platform/accounts/own_proof'
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
  static validator = vine.create({ code: vine.string().trim().maxLength(40), ...proofFields })

  static provenValidator = vine.create({
    code: vine.string().trim().maxLength(40),
    password: vine.string().maxLength(128).optional(),
  })

  constructor(
    private twoFactor: TwoFactor,
    private ownProof: OwnProof,
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
      proof: await this.ownProof.asked(ctx, account),
    })
  }

  async enable(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const secret = offered(ctx)
    if (account.hasTwoFactor || !secret) return ctx.response.redirect('/account/two-factor')

    const { code, ...typed } = await ctx.request.validateUsing(TwoFactorController.validator)
    const fault = await this.ownProof.fault(ctx, account, typed)
    if (fault) return fieldErrors(ctx, fault)
    const codes = await this.twoFactor.enable(account, secret, code.replace(/\s/g, ''))
    if (!codes) return fieldErrors(ctx, { code: ctx.i18n.t('account.code_wrong') })

    ctx.session.forget(OFFERED)
    this.secondProof.note(ctx)
    await this.sessions.endAll(account.id, this.sessions.idOf(ctx))
    await this.mail.warn(ctx.i18n, account, 'two_factor_on')
    return showCodes(ctx, account, codes)
  }

  async renewCodes(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const fault = await this.#fault(ctx, account)
    if (fault) return fieldErrors(ctx, fault)
    const codes = await this.twoFactor.renewRecoveryCodes(account)
    await this.mail.warn(ctx.i18n, account, 'codes_renewed')
    return showCodes(ctx, account, codes)
  }

  async disable(ctx: HttpContext) {
    const account = ctx.auth.getUserOrFail()
    const fault = await this.#fault(ctx, account)
    if (fault) return fieldErrors(ctx, fault)

    await this.twoFactor.disable(account)
    await this.mail.warn(ctx.i18n, account, 'two_factor_off')
    tell(ctx, 'success', 'account.two_factor_is_off')
    return ctx.response.redirect('/account/two-factor')
  }

  /** Both steps once more: a phone that lies about, or a password that leaked, is one of them. */
  async #fault(ctx: HttpContext, account: Account): Promise<Record<string, string> | null> {
    const { request, i18n } = ctx
    const { code, password } = await request.validateUsing(TwoFactorController.provenValidator)
    if (account.password && !(await isOwnPassword(account, password ?? ''))) {
      return { password: i18n.t('account.password_wrong') }
    }
    const verdict = await this.twoFactor.verify(account, code)
    return verdict === 'right' ? null : { code: i18n.t(`account.code_${verdict}`) }
  }
}

/** Shown by the answer itself and kept nowhere, so that no second look is possible. */
function showCodes({ response, view }: HttpContext, account: Account, codes: string[]) {
  response.header('cache-control', 'no-store')
  return view.render('pages/platform/account/recovery_codes', { codes, isAdmin: account.isAdmin })
}

function offered({ session }: HttpContext): string | null {
  const sealed: unknown = session.get(OFFERED)
  return typeof sealed === 'string' ? encryption.decrypt<string>(sealed, OFFERED) : null
}
