import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { fingerprintOf, gardenWish } from '#hotspot/walled_garden/garden_wish'
import { withRouterSession } from '#routers/api/router_session'
import Router from '#routers/router'
import { desiredWalledGarden } from '#routers/walled_garden/desired_walled_garden'
import { gardenOf, iso, noteGarden } from '#routers/walled_garden/garden_state'
import { compare, planPush, type GardenPlan } from '#routers/walled_garden/plan_push'
import { readRouterKind, readWalledGarden } from '#routers/walled_garden/read_walled_garden'
import { readRefusedHosts } from '#routers/walled_garden/refused_hosts'
import { isOurs } from '#routers/walled_garden/walled_garden_row'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

/** Reads a router's walled garden: what drifted since the push, and what a push would change now. */
@inject()
export class LookAtGarden {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @throws RouterApiError */
  async execute(tenant: Tenant, routerId: number): Promise<GardenPlan> {
    const { router, wish, state } = await this.tenancy.run(tenant, async () => ({
      router: await Router.findOrFail(routerId),
      wish: await gardenWish(tenant),
      state: await gardenOf(this.tenancy, routerId),
    }))

    return withRouterSession(router.apiTarget(tenant.id), async (session) => {
      const desired = desiredWalledGarden(wish, await readRouterKind(session))
      const pushed = state.pushed?.rows ?? []
      const rows = await readWalledGarden(session, [...desired, ...pushed])
      const refused = await readRefusedHosts(session)
      const plan = planPush(rows, desired)
      await this.tenancy.run(tenant, () =>
        noteGarden(this.tenancy, routerId, {
          seen: {
            at: iso(this.clock.now()),
            rows: rows.filter(isOurs),
            drift: state.pushed ? compare(rows, pushed) : null,
            plan: {
              fingerprint: fingerprintOf(wish),
              steps: plan.steps.map(({ act, menu, properties }) => ({ act, menu, properties })),
              conflicts: plan.conflicts,
            },
            refused,
          },
        })
      )
      return plan
    })
  }
}
