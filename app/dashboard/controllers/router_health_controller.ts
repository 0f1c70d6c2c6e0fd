import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#core/clock'
import { healthView } from '#dashboard/health_view'
import { openAlertsQuery } from '#dashboard/queries/open_alerts_query'
import { routerCharts } from '#dashboard/router_charts'
import { RouterReadings } from '#routers/health/router_readings'
import Router from '#routers/router'
import { Tenancy } from '#tenancy/tenancy'

/** How the ISP's routers are: all of them at a glance, and one over its last day. */
@inject()
export default class RouterHealthController {
  constructor(
    private tenancy: Tenancy,
    private readings: RouterReadings,
    private clock: Clock
  ) {}

  async index({ view, tenant }: HttpContext) {
    const { routers, alerts } = await this.tenancy.run(tenant, async () => ({
      routers: await Router.query().orderBy('name'),
      alerts: await openAlertsQuery(),
    }))
    return view.render('pages/dashboard/routers/health', {
      routers: routers.map(({ id, name, zone, health }) => {
        return { id, name, zone, ...healthView(health) }
      }),
      alerts,
      navigation: 'routers',
    })
  }

  async show({ view, tenant, params }: HttpContext) {
    const router = await this.tenancy.run(tenant, () => Router.findOrFail(params.id))
    const rows = await this.readings.of(tenant.id, router.id)
    return view.render('pages/dashboard/routers/router_health', {
      router,
      health: healthView(router.health),
      charts: routerCharts(rows, this.clock.now()),
      navigation: 'routers',
    })
  }
}
