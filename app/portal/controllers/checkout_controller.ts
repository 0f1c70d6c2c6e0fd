import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { readOffer } from '#hotspot/activation/offer'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import PaymentIntent from '#payments/intents/payment_intent'
import { isName } from '#portal/inbound_hint'
import { wayBack } from '#portal/payment_view'
import { TenantNotFound } from '#tenancy/errors'
import { Tenancy } from '#tenancy/tenancy'

/**
 * The last page of ours before a gateway that takes a form and no link. One press posts it,
 * without any script. Who has paid, or came back, is led to the page of the payment.
 */
@inject()
export default class CheckoutController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async handle(ctx: HttpContext) {
    const reference = String(ctx.params.reference)
    const intent = isName(reference)
      ? await this.tenancy.run(ctx.tenant, () => PaymentIntent.findBy('reference', reference))
      : null
    if (!intent?.checkoutForm) throw new TenantNotFound()

    const paymentUrl = wayBack(ctx.tenant.id, intent, this.clock.now(), ctx.i18n.locale)
    if (!intent.isOpen || intent.callbackHint) return ctx.response.redirect(paymentUrl)

    const { action, fields } = intent.checkoutForm
    return ctx.view.render('pages/portal/checkout', {
      action,
      fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
      method: paymentGatewayDriver(intent.gateway).label,
      package: await readOffer(intent.offer),
      amountMinor: intent.amountMinor,
      currency: intent.currency,
      paymentUrl,
    })
  }
}
