import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { WatchRouter } from '#hotspot/router_watch/watch_router'
import { RouterProbes, type RouterProbe } from '#routers/health/router_probes'
import { TenantDirectory } from '#tenancy/resolution/tenant_directory'

/** Places for routers that answered last time, and for those that did not. */
const PLACES = { answering: 24, failing: 12 }
const LINES = ['answering', 'failing'] as const
const TAKE_UP_EVERY_TICKS = 10

/**
 * Visits every router about once a minute, many at a time. Those that do not answer wait for
 * each other and not for the rest; an error of one visit is logged and ends there.
 */
@inject()
export class RouterWatch {
  #busy = { answering: new Set<Promise<void>>(), failing: new Set<Promise<void>>() }
  #ticks = 0

  constructor(
    private probes: RouterProbes,
    private directory: TenantDirectory,
    private watchRouter: WatchRouter
  ) {}

  /** Starts what is due and has a place; waits for none of it. */
  async tick(): Promise<void> {
    try {
      if (this.#ticks++ % TAKE_UP_EVERY_TICKS === 0) await this.probes.ensure()
      for (const line of LINES) {
        const busy = this.#busy[line]
        for (const probe of await this.probes.claim(line, PLACES[line] - busy.size)) {
          const visit: Promise<void> = this.#visit(probe).finally(() => busy.delete(visit))
          busy.add(visit)
        }
      }
    } catch (error) {
      logger.error({ err: error }, 'router watch')
    }
  }

  /** Resolves when no visit is under way. */
  async idle(): Promise<void> {
    while (LINES.some((line) => this.#busy[line].size > 0)) {
      await Promise.all(LINES.flatMap((line) => [...this.#busy[line]]))
    }
  }

  async #visit(probe: RouterProbe): Promise<void> {
    try {
      const tenant = await this.directory.byId(probe.tenantId)
      const health = await this.watchRouter.execute(tenant, probe.routerId)
      await this.probes.release(probe, health?.reachable ?? true)
    } catch (error) {
      logger.error({ err: error, tenant: probe.tenantId, router: probe.routerId }, 'router watch')
      await this.probes.release(probe, false).catch(() => {})
    }
  }
}
