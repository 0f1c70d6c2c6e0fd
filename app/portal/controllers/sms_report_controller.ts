import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import logger from '@adonisjs/core/services/logger'
import { TakeReports } from '#messaging/reports/take_reports'
import { inboundHint } from '#portal/inbound_hint'
import { tenantUrl } from '#platform/tenant_url'
import { TenantNotFound } from '#tenancy/errors'

/**
 * Where SMS providers tell what became of messages. An address that is nobody's and a request
 * that is not the provider's get the same answer.
 */
@inject()
export default class SmsReportController {
  constructor(private takeReports: TakeReports) {}

  async handle(ctx: HttpContext) {
    const { method, headers, rawBody } = inboundHint(ctx)
    const taken = await this.takeReports.execute(ctx.tenant, String(ctx.params.token), {
      method,
      headers,
      rawBody,
      url: tenantUrl(ctx.tenant) + (ctx.request.request.url ?? ''),
    })
    if (!taken) {
      logger.warn({ tenant: ctx.tenant.id }, 'sms report of nobody')
      throw new TenantNotFound()
    }
    return ctx.response.type('text/plain').send('OK')
  }
}
