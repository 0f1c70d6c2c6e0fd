import { inject } from '@adonisjs/core'
import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { readPaymentLink } from '#payments/intents/payment_link'
import PaymentIntent from '#payments/intents/payment_intent'
import { paymentView } from '#portal/payment_view'
import { Tenancy } from '#tenancy/tenancy'

/** Cut short, made up, another ISP's or too old: all of them are answered alike. */
export class InvalidPaymentLink extends Exception {
  static override status = 410
  static override code = 'E_INVALID_PAYMENT_LINK'
  static override message = 'This link is not valid any more. Open the Wi-Fi page for a new one.'
}

/**
 * A payment as its link shows it, on whatever device and network: the package, the amount, how
 * it stands, and the way to the gateway. Nobody is signed in by it.
 */
@inject()
export default class PaymentLinkController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async show(ctx: HttpContext) {
    const intent = await this.#intent(ctx)
    const view = await paymentView(intent, this.clock.now())
    ctx.response.header('cache-control', 'private, no-store')
    return ctx.view.render('pages/portal/payment_link', { ...view, action: this.#page(ctx) })
  }

  /** By POST: the programs that look into messages before their reader does only GET. */
  async go(ctx: HttpContext) {
    const intent = await this.#intent(ctx)
    const now = this.clock.now()
    const { phase } = await paymentView(intent, now)
    if (phase !== 'open' || !intent.redirectUrl) {
      return ctx.response.redirect().status(303).toPath(this.#page(ctx))
    }
    await this.tenancy.run(ctx.tenant, () =>
      PaymentIntent.query()
        .where('id', intent.id)
        .whereNull('resumed_at')
        .update({ resumedAt: now.toJSDate() })
    )
    return ctx.response.redirect().status(303).toPath(intent.redirectUrl)
  }

  #page({ params, i18n }: HttpContext): string {
    return `/pay/${params.token}?lang=${i18n.locale}`
  }

  /** @throws InvalidPaymentLink */
  async #intent({ params, tenant }: HttpContext): Promise<PaymentIntent> {
    const id = readPaymentLink(tenant.id, String(params.token), this.clock.now())
    const intent = id === null ? null : await this.tenancy.run(tenant, () => PaymentIntent.find(id))
    if (!intent) throw new InvalidPaymentLink()
    return intent
  }
}
