import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import logger from '@adonisjs/core/services/logger'
import type { InboundHint } from '#payments/gateways/contract'
import { FollowUpIntent } from '#payments/intents/follow_up_intent'
import { TenantNotFound } from '#tenancy/errors'

/** What gateways and references are named with; Postgres is not asked about anything else. */
const NAME = /^[A-Za-z0-9]{1,64}$/

/** Longer than any gateway's notice. What is longer is nobody's. */
const LONGEST_BODY = 32 * 1024

/**
 * Where a gateway sends the customer's browser back. What it says is a hint:
 * the gateway is asked, and the answer decides. Whatever happens, the customer
 * lands on the page of this payment.
 */
@inject()
export default class CallbackController {
  constructor(private followUp: FollowUpIntent) {}

  async handle(ctx: HttpContext) {
    const [gateway, reference] = [String(ctx.params.gateway), String(ctx.params.reference)]
    const named = NAME.test(gateway) && NAME.test(reference)
    const hint = inboundHint(ctx)
    const intent = named
      ? await this.followUp.fromCallback(ctx.tenant, gateway, reference, hint)
      : null
    if (!intent) {
      logger.warn({ tenant: ctx.tenant.id, gateway, reference }, 'callback for an unknown payment')
      throw new TenantNotFound()
    }
    return ctx.response.redirect(
      `/portal/${intent.returnToken}/payments/${intent.reference}?lang=${ctx.i18n.locale}`
    )
  }
}

/** Kept with the intent, so without the browser's cookies. */
function inboundHint({ request }: HttpContext): InboundHint {
  const headers = strings({ ...request.headers(), cookie: undefined })
  const rawBody = request.raw() ?? ''
  return {
    method: request.method(),
    query: strings(request.qs()),
    headers,
    rawBody: rawBody.length <= LONGEST_BODY && storable(rawBody) ? rawBody : '',
  }
}

function strings(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' && storable(name + value) ? [[name, value]] : []
    )
  )
}

/** Postgres keeps no NUL in a JSON document. */
function storable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
