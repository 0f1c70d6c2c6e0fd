import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { maskMobileNumber } from '#core/mobile_number'
import Device from '#hotspot/customers/device'
import { SendPaymentLink } from '#hotspot/payment_links/send_payment_link'
import { windowOffer, type WindowOffer } from '#hotspot/payment_window/window_offer'
import PaymentIntent from '#payments/intents/payment_intent'
import PaymentTransition from '#payments/intents/payment_transition'
import { tenantUrl } from '#platform/tenant_url'
import { captiveBrowser } from '#portal/captive_browser'
import { isName } from '#portal/inbound_hint'
import { openPass, samePass } from '#portal/open_pass'
import { paymentLinkPath, paymentView } from '#portal/payment_view'
import type { PortalPass } from '#portal/portal_pass'
import { Tenancy } from '#tenancy/tenancy'

/** Somebody reads how to go on elsewhere; the page does not pull that away. */
const READING_SECONDS = 30

/** What became of a payment, for the customer who comes back from the gateway, or is about to go there. */
@inject()
export default class PaymentController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private sendPaymentLink: SendPaymentLink
  ) {}

  async handle(ctx: HttpContext) {
    const pass = await openPass(ctx)
    const { intent, last, paymentWindow } = await this.tenancy.run(ctx.tenant, async () => {
      const found = await this.#find(ctx, pass)
      const steps = PaymentTransition.query().where('intent_id', found?.id ?? 0)
      return {
        intent: found,
        last: await steps.orderBy('id', 'desc').first(),
        paymentWindow: found?.isOpen ? await this.#window(pass) : null,
      }
    })
    if (!intent) return ctx.response.redirect(samePass(ctx, '/packages'))
    if (intent.state === 'paid') return ctx.response.redirect(samePass(ctx, '/online'))

    const now = this.clock.now()
    const view = await paymentView(intent, now)
    const page = samePass(ctx, `/payments/${intent.reference}`)
    const captive = captiveBrowser(ctx.request.header('user-agent') ?? '')
    const help = ctx.request.qs().help === '1' || (captive === 'ios' && view.phase === 'open')
    return ctx.view.render('pages/portal/payment', {
      ...view,
      mobile: maskMobileNumber(intent.mobile),
      refreshSeconds: view.refreshSeconds && help ? READING_SECONDS : view.refreshSeconds,
      continueUrl: view.phase === 'open' ? intent.redirectUrl : null,
      askedUntil: intent.expiresAt.plus({ days: 1 }),
      retryUrl: samePass(ctx, '/packages'),
      homeUrl: samePass(ctx, ''),
      reference: intent.reference,
      captive,
      helpUrl: help ? null : `${page}&help=1`,
      link: help
        ? tenantUrl(ctx.tenant) + paymentLinkPath(ctx.tenant.id, intent, now, ctx.i18n.locale)
        : null,
      linkAction: samePass(ctx, `/payments/${intent.reference}/link`),
      paymentWindow,
      paymentWindowUrl: samePass(ctx, '/payment-window'),
      why: view.phase === 'failed' ? this.#why(ctx, last?.cause ?? '') : null,
      notice: this.#notice(ctx, intent),
    })
  }

  /** Sends the link of this payment to the customer's own number. */
  async sendLink(ctx: HttpContext) {
    const pass = await openPass(ctx)
    const intent = await this.tenancy.run(ctx.tenant, () => this.#find(ctx, pass))
    if (!intent) return ctx.response.redirect(samePass(ctx, '/packages'))

    const { locale } = ctx.i18n
    const now = this.clock.now()
    const { phase, packageName } = await paymentView(intent, now)
    const page = samePass(ctx, `/payments/${intent.reference}`)
    if (phase !== 'open') return ctx.response.redirect(page)

    const link = tenantUrl(ctx.tenant) + paymentLinkPath(ctx.tenant.id, intent, now, locale)
    const wait = await this.sendPaymentLink.execute(ctx.tenant, intent, packageName, link, locale)
    return ctx.response.redirect(`${page}&help=1&sms=${wait > 0 ? Math.ceil(wait / 60) : 0}`)
  }

  #find({ params }: HttpContext, { customerId }: PortalPass): Promise<PaymentIntent | null> {
    const reference = String(params.reference)
    return PaymentIntent.query()
      .where('reference', isName(reference) ? reference : '')
      .where('customer_id', customerId ?? 0)
      .first()
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

  #notice({ request, i18n }: HttpContext, { mobile }: PaymentIntent) {
    const minutes = Number(request.qs().sms ?? Number.NaN)
    if (!Number.isInteger(minutes) || minutes < 0 || minutes > 1440) return null
    return minutes === 0
      ? { kind: 'success', message: i18n.t('checkout.sent', { mobile: maskMobileNumber(mobile) }) }
      : { kind: 'error', message: i18n.t('checkout.not_sent', { minutes }) }
  }
}
