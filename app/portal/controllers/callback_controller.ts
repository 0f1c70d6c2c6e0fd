import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import logger from '@adonisjs/core/services/logger'
import type { InboundHint } from '#payments/gateways/contract'
import { FollowUpIntent } from '#payments/intents/follow_up_intent'
import { TenantNotFound } from '#tenancy/errors'

/**
 * Where a gateway sends the customer's browser back. What it says is a hint:
 * the gateway is asked, and the answer decides. Whatever happens, the customer
 * lands on the page of this payment.
 */
@inject()
export default class CallbackController {
  constructor(private followUp: FollowUpIntent) {}

  async handle(ctx: HttpContext) {
    const { gateway, reference } = ctx.params
    const intent = await this.followUp.fromCallback(
      ctx.tenant,
      String(gateway),
      String(reference),
      inboundHint(ctx)
    )
    if (!intent) {
      logger.warn({ tenant: ctx.tenant.id, gateway, reference }, 'callback for an unknown payment')
      throw new TenantNotFound()
    }
    return ctx.response.redirect(
      `/portal/${intent.returnToken}/payments/${intent.reference}?lang=${ctx.i18n.locale}`
    )
  }
}

function inboundHint({ request }: HttpContext): InboundHint {
  return {
    method: request.method(),
    query: strings(request.qs()),
    headers: strings(request.headers()),
    rawBody: request.raw() ?? '',
  }
}

function strings(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : []
    )
  )
}
