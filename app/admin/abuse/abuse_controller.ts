import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import vine from '@vinejs/vine'
import { codeSpendQuery } from '#admin/abuse/code_spend_query'
import { sealSubject } from '#admin/abuse/sealed_subject'
import { tellTenant } from '#admin/abuse/tell_tenant'
import { done } from '#admin/done'
import { tenantOf } from '#admin/tenants/tenant_acts_controller'
import { Clock } from '#core/clock'
import { abuseOverviewQuery } from '#messaging/pumping/abuse_overview_query'
import { shownSubject } from '#messaging/pumping/code_asker'
import { codeAskersQuery } from '#messaging/pumping/code_askers_query'
import { PausedPrefixes } from '#messaging/pumping/paused_prefixes'
import { Tenancy } from '#tenancy/tenancy'

const DAYS = 7

/** Who earns by SMS at the ISPs' expense, who has codes sent and guesses them, and where. */
@inject()
export default class AbuseController {
  static validator = vine.create({ prefix: vine.string().regex(/^\+\d{1,14}$/) })

  constructor(
    private db: Database,
    private clock: Clock,
    private paused: PausedPrefixes,
    private tenancy: Tenancy
  ) {}

  async index({ view }: HttpContext) {
    const now = this.clock.now()
    const since = now.minus({ days: DAYS })
    const askers = await codeAskersQuery(this.db, since)
    return view.render('pages/admin/abuse', {
      ...(await abuseOverviewQuery(this.db, DAYS, now)),
      spend: await codeSpendQuery(this.db, since, now),
      askers: askers.map((asker) => ({
        ...asker,
        shown: shownSubject(asker),
        sealed: sealSubject(asker.tenantId, asker),
      })),
      navigation: 'abuse',
    })
  }

  async lift(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const { prefix } = await ctx.request.validateUsing(AbuseController.validator)
    if (await this.paused.lift(tenant.id, prefix)) {
      await tellTenant(ctx, this.tenancy, tenant, 'sms_guard.lifted', prefix)
    }
    return done(ctx, 'admin.abuse.lifted', '/admin/abuse', { prefix })
  }
}
