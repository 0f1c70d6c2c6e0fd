import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { homePageQuery } from '#dashboard/queries/home_page_query'
import { openAlertsQuery } from '#dashboard/queries/open_alerts_query'
import { smsAlertsQuery } from '#dashboard/queries/sms_alerts_query'
import { may } from '#dashboard/permissions'
import { setupStepsQuery } from '#dashboard/setup_checklist/setup_steps_query'
import { PausedPrefixes } from '#messaging/pumping/paused_prefixes'
import { SoftLimits } from '#platform/plans/soft_limits'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

/** How the ISP's day is going, and what is left to set up. */
@inject()
export default class HomeController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private pausedPrefixes: PausedPrefixes,
    private softLimits: SoftLimits
  ) {}

  async handle(ctx: HttpContext) {
    const { view, tenant } = ctx
    const { setupHidden: isHidden } = tenantSettings(tenant)
    const page = await this.tenancy.run(tenant, async () => ({
      ...(await homePageQuery(this.tenancy, tenant, this.clock.now())),
      alerts: await openAlertsQuery(),
      setup: isHidden ? null : await setupStepsQuery(this.tenancy, ctx.ownerEmail),
      smsAlerts: await smsAlertsQuery(this.clock.now()),
    }))
    const paused = await this.pausedPrefixes.now(tenant.id)
    return view.render('pages/dashboard/home', {
      ...page,
      paused,
      smsLimit: await this.softLimits.sms(tenant),
      mayHideSetup: may(ctx, 'configure'),
      navigation: 'home',
    })
  }
}
