import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { maskMobileNumber } from '#core/mobile_number'
import Device from '#hotspot/customers/device'
import { windowOffer, type WindowOffer } from '#hotspot/payment_window/window_offer'
import { readOffer } from '#hotspot/activation/offer'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import PaymentIntent from '#payments/intents/payment_intent'
import PaymentTransition from '#payments/intents/payment_transition'
import { openPass, samePass } from '#portal/open_pass'
import type { PortalPass } from '#portal/portal_pass'
import { Tenancy } from '#tenancy/tenancy'

const REFRESH_SECONDS = 4

/** As references are made (start_payment.ts); anything else need not be looked for. */
const REFERENCE = /^[A-Za-z0-9]{1,40}$/

/** What became of a payment, for the customer who comes back from the gateway. */
@inject()
export default class PaymentController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async handle(ctx: HttpContext) {
    const pass = await openPass(ctx)
    const { intent, last, paymentWindow } = await this.tenancy.run(ctx.tenant, async () => {
      const found = await PaymentIntent.query()
        .where('reference', REFERENCE.exec(String(ctx.params.reference))?.[0] ?? '')
        .where('customer_id', pass.customerId ?? 0)
        .first()
      const steps = PaymentTransition.query().where('intent_id', found?.id ?? 0)
      return {
        intent: found,
        last: await steps.orderBy('id', 'desc').first(),
        paymentWindow: found?.isOpen ? await this.#window(pass) : null,
      }
    })
    if (!intent) return ctx.response.redirect(samePass(ctx, '/packages'))
    if (intent.state === 'paid') return ctx.response.redirect(samePass(ctx, '/online'))

    const { label, needsBrowser } = paymentGatewayDriver(intent.gateway)
    return ctx.view.render('pages/portal/payment', {
      state: intent.isOpen ? 'pending' : intent.state,
      package: await readOffer(intent.offer),
      amountMinor: intent.amountMinor,
      currency: intent.currency,
      method: label,
      promptedNumber: intent.isOpen && !needsBrowser ? maskMobileNumber(intent.mobile) : null,
      refreshSeconds: intent.isOpen ? REFRESH_SECONDS : null,
      retryUrl: samePass(ctx, '/packages'),
      homeUrl: samePass(ctx, ''),
      reference: intent.reference,
      paymentWindow,
      paymentWindowUrl: samePass(ctx, '/payment-window'),
      why: intent.isOpen ? null : this.#why(ctx, last?.cause ?? ''),
    })
  }

  async #window({ sighting, customerId }: PortalPass): Promise<WindowOffer | null> {
    const device = await Device.query()
      .where({ mac: sighting.mac, customerId: customerId ?? 0 })
      .preload('customer')
      .first()
    return device && windowOffer(this.tenancy, device.customer, device, this.clock.now())
  }

  /** The gateway's reason, which ends the cause of the last step, where we have words for it. */
  #why({ i18n }: HttpContext, cause: string): string | null {
    const reason = cause.split(': ').at(-1) ?? ''
    const key = `portal.why.${reason}`
    return /^[a-z_]+$/.test(reason) && i18n.hasMessage(key) ? i18n.t(key) : null
  }
}
