import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { maskMobileNumber, parseMobileNumber, trustMobileNumber } from '#core/mobile_number'
import { VerifyNumber } from '#hotspot/identification/verify_number'
import { CODE_DIGITS } from '#hotspot/otp/one_time_code'
import { openPass, portalPath, samePass } from '#portal/open_pass'
import type { PortalPass } from '#portal/portal_pass'

/** Takes the code. A right one opens the account on this phone. */
@inject()
export default class CodeController {
  static validator = vine.create({ code: vine.string().maxLength(40) })

  constructor(private verifyNumber: VerifyNumber) {}

  async show(ctx: HttpContext) {
    const pass = await openPass(ctx)
    if (!pass.mobile) return ctx.response.redirect(samePass(ctx, '/number'))
    return this.#page(ctx, pass, null)
  }

  async verify(ctx: HttpContext) {
    const pass = await openPass(ctx)
    const mobile = pass.mobile ? parseMobileNumber(pass.mobile, ctx.tenant.country) : null
    if (!mobile) return ctx.response.redirect(samePass(ctx, '/number'))

    const [, input] = await CodeController.validator.tryValidate(ctx.request.body())
    const outcome = await this.verifyNumber.execute(
      ctx.tenant,
      mobile,
      onlyDigits(input?.code ?? ''),
      pass.sighting,
      ctx.i18n.locale,
      ctx.request.ip()
    )
    if (outcome.verdict === 'right') {
      const next = pass.voucher ? '/voucher' : '/online'
      return ctx.response.redirect(portalPath(ctx, pass.withCustomer(outcome.customerId), next))
    }
    ctx.response.status(422)
    return this.#page(ctx, pass, ctx.i18n.t(`portal.code_${outcome.verdict}`, outcome))
  }

  #page(ctx: HttpContext, pass: PortalPass, error: string | null) {
    const wait = Number(ctx.request.qs().wait)
    return ctx.view.render('pages/portal/code', {
      action: samePass(ctx, '/code'),
      resendAction: samePass(ctx, '/resend'),
      changeAction: samePass(ctx, '/number'),
      mobile: maskMobileNumber(trustMobileNumber(pass.mobile ?? '')),
      digits: CODE_DIGITS,
      resendIn: Number.isInteger(wait) && wait > 0 && wait <= 30 ? wait : 0,
      error,
    })
  }
}

/** People type "12 34", and Bangla keyboards type ১২৩৪. */
function onlyDigits(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - 0x09e6))
    .replace(/\s/g, '')
}
