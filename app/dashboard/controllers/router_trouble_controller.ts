import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Exception } from '@adonisjs/core/exceptions'
import limiter from '@adonisjs/limiter/services/main'
import { Clock } from '#core/clock'
import { healthView } from '#dashboard/health_view'
import { notify } from '#dashboard/notify'
import { checksOf } from '#hotspot/router_watch/checks'
import { SweepLate } from '#hotspot/router_watch/sweep_late'
import { troubleSideQuery } from '#hotspot/router_watch/trouble_side_query'
import { WatchRouter } from '#hotspot/router_watch/watch_router'
import { remedyFor } from '#routers/health/remedies'
import { radiusFacts } from '#routers/provisioning/radius_facts'
import Router from '#routers/router'
import { Tenancy } from '#tenancy/tenancy'

/** Visits of one router that people may ask for in a minute. */
const LOOKS_PER_MINUTE = 12

/**
 * The description's quick reference, done by us: what customers complain of, whether it is so
 * here, and what to type. It works with what is known when the router does not answer.
 */
@inject()
export default class RouterTroubleController {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private sweepLate: SweepLate,
    private watchRouter: WatchRouter
  ) {}

  async show({ view, tenant, params, role }: HttpContext) {
    const { router, side } = await this.tenancy.run(tenant, async () => {
      const found = await Router.findOrFail(params.id)
      return {
        router: found,
        side: await troubleSideQuery(this.tenancy, found.id, this.clock.now()),
      }
    })
    const sweepLateSeconds = await this.sweepLate.seconds(tenant.id)
    const radius = radiusFacts(router, tenant.id)
    const maySeeSecret = role === 'owner' || role === 'manager'
    const facts = {
      ...router.facts,
      radius: { ...radius, secret: maySeeSecret ? radius.secret : null },
      health: router.health,
    }
    const checks = checksOf(
      router.health,
      { ...side, sweepLateSeconds },
      this.clock.now().toJSDate()
    )
    return view.render('pages/dashboard/routers/trouble', {
      router,
      side,
      health: healthView(router.health),
      checks: checks.map((check) => ({
        ...check,
        findings: check.findings.map((name) => ({ name, lines: remedyFor(name, facts) })),
      })),
      navigation: 'routers',
    })
  }

  /** Looks again now, knocking at the port for Disconnects too. */
  async look(ctx: HttpContext) {
    const { tenant, params, response } = ctx
    const router = await this.tenancy.run(tenant, () => Router.findOrFail(params.id))
    const rate = limiter.use({ requests: LOOKS_PER_MINUTE, duration: '1 min' })
    if (!(await rate.attempt(`look:${tenant.id}:${router.id}`, () => true))) {
      throw new Exception('Too many visits', { status: 429, code: 'E_TOO_MANY_REQUESTS' })
    }
    const health = await this.watchRouter.execute(tenant, router.id, { thorough: true })
    const wrong = health?.findings.length ?? 0
    notify(ctx, wrong === 0 ? 'success' : 'error', 'health.looked', { count: wrong })
    return response.redirect(`/dashboard/routers/${router.id}/trouble`)
  }
}
