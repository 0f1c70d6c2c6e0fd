import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import vine from '@vinejs/vine'
import { done } from '#admin/done'
import { tenantOf } from '#admin/tenants/tenant_acts_controller'
import { Clock } from '#core/clock'
import { abuseOverviewQuery } from '#messaging/pumping/abuse_overview_query'
import { PausedPrefixes } from '#messaging/pumping/paused_prefixes'
import Activity from '#tenancy/activity/activity'
import { Tenancy } from '#tenancy/tenancy'

const DAYS = 7

/** Codes that were refused or paused: who earns by SMS at the ISPs' expense, and where. */
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
    return view.render('pages/admin/abuse', {
      ...(await abuseOverviewQuery(this.db, DAYS, this.clock.now())),
      navigation: 'abuse',
    })
  }

  /** The ISP, whose money it is, reads in its log who did it. */
  async lift(ctx: HttpContext) {
    const tenant = await tenantOf(ctx)
    const { prefix } = await ctx.request.validateUsing(AbuseController.validator)
    const admin = ctx.auth.use('web').getUserOrFail()
    if (await this.paused.lift(tenant.id, prefix)) {
      await this.tenancy.run(tenant, () =>
        Activity.create({
          accountId: admin.id,
          accountName: `Portico: ${admin.name}`,
          action: 'sms_guard.lifted',
          subject: prefix,
          ip: ctx.request.ip(),
        })
      )
    }
    return done(ctx, 'admin.abuse.lifted', '/admin/abuse', { prefix })
  }
}
