import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import logger from '@adonisjs/core/services/logger'
import { Clock } from '#core/clock'
import { gatewayOfCallback, paymentGatewayDriver } from '#payments/gateways/registry'
import { FollowUpIntent } from '#payments/intents/follow_up_intent'
import { inboundHint, isName } from '#portal/inbound_hint'
import { wayBack } from '#portal/payment_view'
import { TenantNotFound } from '#tenancy/errors'

/** What a gateway's own server is answered; M-Pesa sends again whatever is not answered so. */
const ACCEPTED = { ResultCode: 0, ResultDesc: 'Accepted' }

/**
 * Where a gateway sends the customer's browser back. What it says is a hint:
 * the gateway is asked, and the answer decides. Whatever happens, the customer
 * lands on the page of this payment; one who was sent here by a form, and
 * without the cookies of our own pages, by a GET (303, RFC 9110 §15.4.4).
 */
@inject()
export default class CallbackController {
  constructor(
    private followUp: FollowUpIntent,
    private clock: Clock
  ) {}

  async handle(ctx: HttpContext) {
    const [name, reference] = [String(ctx.params.gateway), String(ctx.params.reference)]
    const gateway = gatewayOfCallback(name)
    const named = isName(gateway) && isName(reference)
    const hint = inboundHint(ctx)
    const intent = named
      ? await this.followUp.fromCallback(ctx.tenant, gateway, reference, hint)
      : null
    if (!intent) {
      logger.warn({ tenant: ctx.tenant.id, gateway, reference }, 'callback for an unknown payment')
      throw new TenantNotFound()
    }
    if (hint.method === 'POST' && !paymentGatewayDriver(gateway).needsBrowser) {
      return ctx.response.send(ACCEPTED)
    }
    /** What the gateway was told is done, and it has another page for the customer. */
    const onward = intent.state === 'pending' && !intent.callbackHint ? intent.redirectUrl : null
    const home = wayBack(ctx.tenant.id, intent, this.clock.now(), ctx.i18n.locale)
    return ctx.response
      .redirect()
      .status(hint.method === 'POST' ? 303 : 302)
      .toPath(onward ?? home)
  }
}
