import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import logger from '@adonisjs/core/services/logger'
import { FollowUpNotice, type NoticeOutcome } from '#payments/intents/follow_up_notice'
import { inboundHint, isName } from '#portal/inbound_hint'
import { TenantNotFound } from '#tenancy/errors'

/** What a gateway's server is told. A proven notice is taken, also of what is not ours. */
const STATUS: Readonly<Record<NoticeOutcome, number>> = {
  noted: 200,
  settled: 200,
  not_ours: 200,
  later: 503,
  not_authentic: 401,
  no_account: 404,
}

/** Where gateways' servers tell of payments (IPN, webhook): nobody is signed in, the raw body proves it. */
@inject()
export default class NoticeController {
  constructor(private followUpNotice: FollowUpNotice) {}

  async handle(ctx: HttpContext) {
    const gateway = String(ctx.params.gateway)
    if (!isName(gateway)) throw new TenantNotFound()

    const outcome = await this.followUpNotice.execute(ctx.tenant, gateway, inboundHint(ctx))
    logger.info({ tenant: ctx.tenant.id, gateway, outcome }, 'payment notice')
    return ctx.response.status(STATUS[outcome]).send({ outcome })
  }
}
