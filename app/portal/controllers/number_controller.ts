import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { parseMobileNumber, type MobileNumber } from '#core/mobile_number'
import { SendCode } from '#hotspot/otp/send_code'
import type { CodeRefusal } from '#messaging/pumping/refused_codes'
import { smsCountries } from '#messaging/pumping/sms_countries'
import { printedCode } from '#hotspot/vouchers/voucher_code'
import { openPass, portalPath, samePass } from '#portal/open_pass'
import { dialHint } from '#portal/dial_hint'

/** Asks for the mobile number and sends the code. */
@inject()
export default class NumberController {
  static validator = vine.create({ mobile: vine.string().maxLength(40) })

  constructor(private sendCode: SendCode) {}

  async show(ctx: HttpContext) {
    const pass = await openPass(ctx)
    return this.#page(ctx, pass.mobile ?? '', null)
  }

  async send(ctx: HttpContext) {
    const pass = await openPass(ctx)
    const [, input] = await NumberController.validator.tryValidate(ctx.request.body())
    const typed = input?.mobile ?? ''
    const mobile = parseMobileNumber(typed, ctx.tenant.country)
    if (!mobile) {
      ctx.response.status(422)
      return this.#page(ctx, typed, ctx.i18n.t('portal.number_invalid'))
    }
    return this.#send(ctx, mobile, () => portalPath(ctx, pass.withMobile(mobile), '/code'))
  }

  /** "Send it again", from the code page. */
  async resend(ctx: HttpContext) {
    const pass = await openPass(ctx)
    const mobile = pass.mobile ? parseMobileNumber(pass.mobile, ctx.tenant.country) : null
    if (!mobile) return ctx.response.redirect(samePass(ctx, '/number'))
    return this.#send(ctx, mobile, () => samePass(ctx, '/code'))
  }

  async #send(ctx: HttpContext, mobile: MobileNumber, next: () => string) {
    const pass = await openPass(ctx)
    const { mac, routerId } = pass.sighting
    const sent = await this.sendCode.execute(ctx.tenant, {
      mobile,
      mac,
      from: ctx.request.ip(),
      routerId,
      locale: ctx.i18n.locale,
    })
    if (sent.sent) return ctx.response.redirect(next())
    if ('refused' in sent) {
      ctx.response.status(422)
      return this.#page(ctx, mobile, this.#refusal(ctx, sent.refused))
    }

    /** Inside the cooldown a code is on its way already: go on and enter it. */
    if (sent.retryInSeconds <= 30)
      return ctx.response.redirect(`${next()}&wait=${sent.retryInSeconds}`)
    ctx.response.status(429)
    const minutes = Math.ceil(sent.retryInSeconds / 60)
    return this.#page(ctx, mobile, ctx.i18n.t('portal.too_many_codes', { minutes }))
  }

  #refusal({ i18n, tenant }: HttpContext, reason: CodeRefusal): string {
    const names = new Intl.DisplayNames(i18n.locale, { type: 'region' })
    const countries = smsCountries(tenant).map((code) => names.of(code) ?? code)
    return i18n.t(`portal.code_refused.${reason}`, {
      tenant: tenant.name,
      countries: countries.join(', '),
    })
  }

  async #page(ctx: HttpContext, mobile: string, error: string | null) {
    const { voucher } = await openPass(ctx)
    return ctx.view.render('pages/portal/phone', {
      action: samePass(ctx, '/number'),
      mobile,
      error,
      dialHint: dialHint(ctx.tenant.country),
      voucher: voucher && printedCode(voucher),
    })
  }
}
