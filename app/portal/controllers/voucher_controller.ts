import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { RedeemVoucher } from '#hotspot/vouchers/redeem_voucher'
import { printedCode } from '#hotspot/vouchers/voucher_code'
import { portalPath, samePass } from '#portal/open_pass'
import { PortalMessages } from '#portal/portal_messages'
import { SignedInCustomer } from '#portal/signed_in_customer'

/** A code from paper becomes a package. The number is proven first: it is the account. */
@inject()
export default class VoucherController {
  static validator = vine.create({ code: vine.string().maxLength(100) })

  constructor(
    private signedIn: SignedInCustomer,
    private redeemVoucher: RedeemVoucher,
    private messages: PortalMessages
  ) {}

  async show(ctx: HttpContext) {
    const visitor = await this.signedIn.find(ctx)
    if (!visitor) return ctx.response.redirect(samePass(ctx, '/number'))
    if (visitor.customer.status === 'blocked') return this.messages.blocked(ctx)
    const { voucher } = visitor.pass
    return this.#page(ctx, voucher ? printedCode(voucher) : '', null)
  }

  async redeem(ctx: HttpContext) {
    const visitor = await this.signedIn.find(ctx)
    if (!visitor) return ctx.response.redirect(samePass(ctx, '/number'))
    const { pass, customer, device } = visitor
    if (customer.status === 'blocked') return this.messages.blocked(ctx)

    const [, input] = await VoucherController.validator.tryValidate(ctx.request.body())
    const typed = input?.code ?? ''
    const result = await this.redeemVoucher.execute(ctx.tenant, customer, device.mac, typed)
    switch (result.outcome) {
      case 'redeemed':
        return ctx.response.redirect(portalPath(ctx, pass.withoutVoucher(), '/online'))
      case 'yours':
        return this.#page(ctx, '', ctx.i18n.t('voucher.portal.yours'), 409)
      case 'refused':
        return this.#page(ctx, typed, ctx.i18n.t('voucher.portal.refused'), 422)
      case 'wait': {
        const minutes = Math.ceil(result.seconds / 60)
        return this.#page(ctx, typed, ctx.i18n.t('voucher.portal.wait', { minutes }), 429)
      }
    }
  }

  #page(ctx: HttpContext, code: string, error: string | null, status = 200) {
    ctx.response.status(status)
    return ctx.view.render('pages/portal/voucher', {
      action: samePass(ctx, '/voucher'),
      code,
      error,
      packagesUrl: samePass(ctx, '/packages'),
    })
  }
}
