import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { knock } from '#hotspot/router_watch/knock'
import { TellPeople } from '#hotspot/router_watch/tell_people'
import { visitRouter, type Visit } from '#hotspot/router_watch/visit_router'
import { ALERT_KINDS, alertKindsOf } from '#routers/health/alert_kind'
import { advance } from '#routers/health/alert_state'
import { findingsOf, type Evidence, type Finding } from '#routers/health/findings'
import { ourSideQuery } from '#routers/health/our_side_query'
import { silent } from '#routers/health/radius_findings'
import type { Knock, OurSide, RouterHealth } from '#routers/health/router_health'
import { RouterReadings } from '#routers/health/router_readings'
import { radiusFacts } from '#routers/provisioning/radius_facts'
import Router from '#routers/router'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

/**
 * One look at one router: what it says of itself, what our tables say of it, what is wrong,
 * since when, and who must hear of it.
 */
@inject()
export class WatchRouter {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private readings: RouterReadings,
    private tellPeople: TellPeople
  ) {}

  /**
   * @param thorough knocks at the port for Disconnects, which is else done only to tell a
   *   secret that differs from a way that is blocked
   * @returns null when there is no such router (any more)
   */
  async execute(
    tenant: Tenant,
    routerId: number,
    { thorough = false } = {}
  ): Promise<RouterHealth | null> {
    const router = await this.tenancy.run(tenant, () => Router.find(routerId))
    if (!router) return null

    const visit = await visitRouter(router, tenant.id)
    const ours = await this.tenancy.run(tenant, () =>
      ourSideQuery(this.tenancy, router.address, router.health?.ours ?? null)
    )
    const evidence = this.#evidence(router, tenant.id, visit, ours)
    const knocked =
      thorough || silent(evidence) ? await knock(router.address, router.secret(tenant.id)) : null

    const health = this.#health(router, evidence, knocked)
    await this.#save(tenant, router.id, health)
    await this.readings.add(tenant.id, router.id, health)
    await this.tellPeople.execute(tenant)
    return health
  }

  #evidence(router: Router, tenantId: number, visit: Visit, ours: OurSide): Evidence {
    const { host, authPort, acctPort } = radiusFacts(router, tenantId)
    return {
      ...visit,
      ours,
      knock: null,
      now: this.clock.now().toJSDate(),
      expected: { identity: router.identity, radiusHost: host, authPort, acctPort },
      before: router.health,
    }
  }

  #health({ health: before }: Router, evidence: Evidence, knocked: Knock | null): RouterHealth {
    const { reading, trouble, ours } = evidence
    const checkedAt = evidence.now.toISOString()
    const reachable = reading !== null
    return {
      checkedAt,
      reachable,
      since: before?.reachable === reachable ? before.since : checkedAt,
      trouble,
      reading: reading ?? before?.reading ?? null,
      readAt: reading ? checkedAt : (before?.readAt ?? null),
      ours,
      knock: knocked ?? before?.knock ?? null,
      findings: findingsOf({ ...evidence, knock: knocked }),
    }
  }

  async #save(tenant: Tenant, id: number, health: RouterHealth): Promise<void> {
    await this.tenancy.run(tenant, async () => {
      const router = await Router.query().where('id', id).forUpdate().first()
      if (!router) return
      const { trouble } = health
      await router
        .merge({
          health,
          alerts: alertsAfter(router.alerts, health.findings, new Date(health.checkedAt)),
          apiState: !trouble
            ? 'reachable'
            : trouble.code === 'E_ROUTER_LOGIN_REFUSED'
              ? 'refused'
              : 'unreachable',
          apiMessage: trouble?.message ?? `RouterOS ${health.reading?.version ?? ''}`.trim(),
          apiCheckedAt: this.clock.now(),
        })
        .save()
    })
  }
}

/** Every kind of trouble, one visit later. */
function alertsAfter(
  before: Router['alerts'],
  findings: readonly Finding[],
  now: Date
): Router['alerts'] {
  const present = alertKindsOf(findings)
  return Object.fromEntries(
    ALERT_KINDS.flatMap((kind) => {
      const state = advance(before[kind], present.has(kind), now)
      return state ? [[kind, state]] : []
    })
  )
}
