import { setTimeout as sleep } from 'node:timers/promises'
import logger from '@adonisjs/core/services/logger'
import type { WorkRouterCommands } from '#routers/commands/work_router_commands'
import type { TenantScope } from '#tenancy/tenancy'

/** What a router that works needs for a command or two; more, and the queue goes on without it. */
const PATIENCE_MS = 1_000

/** Slow routers worked at once beside the queue; beyond it, the queue waits for them. */
const SLOW_AT_ONCE = 400

/**
 * Lets no router that is slow or dead hold what the others need. The job that woke it up
 * is let go after a moment, or at once if the router failed lately; a wake-up for the end
 * of the lease takes its place, so that nothing is lost with this process.
 */
export class RouterLanes {
  #slow = new Set<Promise<unknown>>()
  #failedLately = new Set<string>()

  constructor(
    private outbox: WorkRouterCommands,
    private patienceMs = PATIENCE_MS
  ) {}

  async work(tenant: TenantScope, routerId: number): Promise<void> {
    const work = this.#work(tenant, routerId)
    if (this.#slow.size >= SLOW_AT_ONCE) return work

    const patienceMs = this.#failedLately.has(nameOf(tenant, routerId)) ? 0 : this.patienceMs
    const inTime = await Promise.race([
      work.then(() => true),
      sleep(patienceMs, false, { ref: false }),
    ])
    if (inTime) return
    this.#watch(work, routerId)
    await this.outbox.wakeAfterLease(tenant, routerId)
  }

  /** Resolves when nothing is under way beside the queue, or after `timeoutMs`. */
  async drain(timeoutMs: number): Promise<void> {
    await Promise.race([
      Promise.allSettled([...this.#slow]),
      sleep(timeoutMs, undefined, { ref: false }),
    ])
  }

  async #work(tenant: TenantScope, routerId: number): Promise<void> {
    const finding = await this.outbox.execute(tenant, routerId)
    const name = nameOf(tenant, routerId)
    if (finding === 'put off') this.#failedLately.add(name)
    else this.#failedLately.delete(name)
  }

  #watch(work: Promise<void>, routerId: number) {
    const watched = work
      .catch((error: unknown) => logger.error({ err: error, router: routerId }, 'outbox'))
      .finally(() => this.#slow.delete(watched))
    this.#slow.add(watched)
  }
}

function nameOf({ id }: TenantScope, routerId: number) {
  return `${id}:${routerId}`
}
