import logger from '@adonisjs/core/services/logger'
import type { DateTime } from 'luxon'
import type { Clock } from '#core/clock'
import { CommandImpossible, type CommandHandlers } from '#routers/commands/command_handler'
import RouterCommand from '#routers/commands/router_command'
import Router from '#routers/router'
import type { JobQueue } from '#tenancy/jobs/job_queue'
import type { Tenancy, TenantScope } from '#tenancy/tenancy'

/** Longer than any command takes with its retries; after it, whoever was at it has died. */
const LEASE_SECONDS = 90
const LONGEST_PAUSE_SECONDS = 60

/** A wake-up may come this much before its command by the clocks of two machines. */
const EARLY_SECONDS = 5

/**
 * Works off one router's outbox in order, one command at a time however many
 * workers there are. Claim, act without a transaction, record: killed at any
 * point, a command is tried again, which its handler must bear.
 *
 * A logout may overtake what waits to be tried again for other devices: logins
 * need the API, which may refuse us for hours, while a session ends by
 * Disconnect, and a suspension must not wait for it. For one device the order
 * always holds.
 */
export class WorkRouterCommands {
  constructor(
    private tenancy: Tenancy,
    private jobs: JobQueue,
    private clock: Clock,
    private handlers: CommandHandlers
  ) {}

  async execute(tenant: TenantScope, routerId: number): Promise<void> {
    for (;;) {
      const claimed = await this.tenancy.run(tenant, () => this.#claim(tenant, routerId))
      if (!claimed) return
      const done = await this.#carryOut(tenant, claimed.router, claimed.command)
      if (!done) return
    }
  }

  async #claim(tenant: TenantScope, routerId: number) {
    const router = await Router.query().where('id', routerId).forUpdate().first()
    if (!router) return null

    const now = this.clock.now()
    const command = await this.#next(tenant, routerId, now)
    if (!command) return null

    await command
      .merge({
        state: 'running',
        attempts: command.attempts + 1,
        notBefore: now.plus({ seconds: LEASE_SECONDS }),
      })
      .save()
    return { router, command }
  }

  /**
   * The head of the queue, else the first logout that may go before it, else
   * nothing. Whoever put a command off has left a wake-up for it, so a job that
   * finds it too early leaves no other behind, lest a dead router's jobs multiply
   * and crowd out the others'. A lease is watched to its end: its holder may be dead.
   */
  async #next(tenant: TenantScope, routerId: number, now: DateTime): Promise<RouterCommand | null> {
    const head = await openCommands(routerId).first()
    if (!head || head.notBefore <= now) return head
    if (head.state === 'running') {
      await this.#wakeAt(tenant, routerId, head.notBefore)
      return null
    }

    const logout = await openCommands(routerId)
      .where('kind', 'logout')
      .whereRaw(
        `not exists (select 1 from router_commands earlier
          where earlier.router_id = router_commands.router_id
            and earlier.state in ('pending', 'running')
            and earlier.id < router_commands.id
            and (earlier.kind = 'logout'
              or earlier.payload->>'mac' = router_commands.payload->>'mac'))`
      )
      .first()
    if (logout && logout.notBefore <= now) return logout

    const early = head.notBefore.diff(now).as('seconds') <= EARLY_SECONDS
    if (early) await this.#wakeAt(tenant, routerId, head.notBefore)
    return null
  }

  /** @returns whether to go on with the next */
  async #carryOut(tenant: TenantScope, router: Router, command: RouterCommand): Promise<boolean> {
    try {
      const outcome = await this.handlers.execute(tenant, router, command)
      await this.#finish(tenant, command.id, { state: 'done', outcome, lastError: null })
      return true
    } catch (error) {
      return this.#postpone(tenant, router, command, error)
    }
  }

  /** @returns whether it was given up, so that the next one has its turn */
  async #postpone(
    tenant: TenantScope,
    router: Router,
    command: RouterCommand,
    error: unknown
  ): Promise<boolean> {
    const lastError = error instanceof Error ? error.message : String(error)
    const pause =
      Math.min(2 ** command.attempts, LONGEST_PAUSE_SECONDS) * (0.75 + Math.random() / 2)
    const again = this.clock.now().plus({ seconds: pause })

    if (again > command.deadlineAt || error instanceof CommandImpossible) {
      logger.warn(
        { tenant: tenant.id, router: router.id, command: command.id, lastError },
        'gave up'
      )
      await this.#finish(tenant, command.id, { state: 'dead', outcome: 'gave up', lastError })
      return true
    }
    await this.tenancy.run(tenant, async () => {
      await RouterCommand.query()
        .where('id', command.id)
        .update({ state: 'pending', lastError, notBefore: again.toJSDate() })
      await this.#wakeAt(tenant, router.id, again)
    })
    return false
  }

  async #finish(
    tenant: TenantScope,
    id: number,
    result: { state: 'done' | 'dead'; outcome: string; lastError: string | null }
  ): Promise<void> {
    await this.tenancy.run(tenant, () =>
      RouterCommand.query()
        .where('id', id)
        .update({ ...result, finishedAt: this.clock.now().toJSDate() })
    )
  }

  async #wakeAt(tenant: TenantScope, routerId: number, at: DateTime): Promise<void> {
    const delaySeconds = Math.max(1, Math.ceil(at.diff(this.clock.now()).as('seconds')))
    await this.jobs.send('router-commands', { tenantId: tenant.id, routerId }, { delaySeconds })
  }
}

/** What is not done yet, in order. */
function openCommands(routerId: number) {
  return RouterCommand.query()
    .where('router_id', routerId)
    .whereIn('state', ['pending', 'running'])
    .orderBy('id')
}
