import logger from '@adonisjs/core/services/logger'
import type { DateTime } from 'luxon'
import type { Clock } from '#core/clock'
import { CommandImpossible, type CommandHandlers } from '#routers/commands/command_handler'
import { LEASE_SECONDS, tryQuery, withLease } from '#routers/commands/command_lease'
import { nextCommand } from '#routers/commands/next_command'
import RouterCommand from '#routers/commands/router_command'
import { isRouterTrouble } from '#routers/commands/router_trouble'
import Router from '#routers/router'
import type { JobQueue } from '#tenancy/jobs/job_queue'
import type { Tenancy, TenantScope } from '#tenancy/tenancy'

const LONGEST_PAUSE_SECONDS = 60

/** A wake-up may come this much before its command by the clocks of two machines. */
const EARLY_SECONDS = 5

/** How much of a queue is looked at for one that may go; all of it only if none is found. */
const GLANCE = 24
const WHOLE = 5_000

/** How a router's outbox was left: with something put off, or in order. */
export type OutboxFinding = 'put off' | 'in order'

/**
 * Works off one router's outbox in order, one command at a time however many
 * workers there are. Claim, act without a transaction, record: killed at any
 * point, a command is tried again, which its handler must bear.
 */
export class WorkRouterCommands {
  constructor(
    private tenancy: Tenancy,
    private jobs: JobQueue,
    private clock: Clock,
    private handlers: CommandHandlers
  ) {}

  async execute(tenant: TenantScope, routerId: number): Promise<OutboxFinding> {
    let finding: OutboxFinding = 'in order'
    for (;;) {
      const claimed = await this.tenancy.run(tenant, () => this.#claim(tenant, routerId))
      if (!claimed) return finding
      const done = await this.#carryOut(tenant, claimed.router, claimed.command)
      if (!done) finding = 'put off'
    }
  }

  /** Leaves a wake-up for when the lease of whoever is at it now would be over. */
  async wakeAfterLease(tenant: TenantScope, routerId: number): Promise<void> {
    await this.#wakeAt(tenant, routerId, this.clock.now().plus({ seconds: LEASE_SECONDS }))
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
   * Whoever put a command off has left a wake-up for it, so a job that finds it
   * too early leaves no other behind, lest a dead router's jobs multiply and
   * crowd out the others'. A lease is watched to its end: its holder may be dead.
   */
  async #next(tenant: TenantScope, routerId: number, now: DateTime): Promise<RouterCommand | null> {
    for (const limit of [GLANCE, WHOLE]) {
      const open = await openCommands(routerId, now, limit)
      const next = nextCommand(open, now)
      if (next.turn === 'go') return next.command
      if (next.turn === 'wait' && open.length === limit) continue

      const soon = next.until && next.until.diff(now).as('seconds') <= EARLY_SECONDS
      if (next.until && (next.turn === 'taken' || soon)) {
        await this.#wakeAt(tenant, routerId, next.until)
      }
      return null
    }
    return null
  }

  /** @returns false when it was put off */
  async #carryOut(tenant: TenantScope, router: Router, command: RouterCommand): Promise<boolean> {
    const act = () => this.handlers.execute(tenant, router, command)
    try {
      const outcome = await withLease(this.tenancy, this.clock, tenant, command, act)
      await this.#finish(tenant, command, { state: 'done', outcome, lastError: null })
      return true
    } catch (error) {
      return this.#postpone(tenant, router, command, error)
    }
  }

  /** @returns whether it was given up, and not put off */
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
      await this.#finish(tenant, command, { state: 'dead', outcome: 'gave up', lastError })
      return true
    }
    const routerTrouble = isRouterTrouble(error)
    await this.tenancy.run(tenant, async () => {
      await tryQuery(command).update({
        state: 'pending',
        lastError,
        routerTrouble,
        notBefore: again.toJSDate(),
      })
      await this.#wakeAt(tenant, router.id, again)
    })
    return false
  }

  async #finish(
    tenant: TenantScope,
    command: RouterCommand,
    result: { state: 'done' | 'dead'; outcome: string; lastError: string | null }
  ): Promise<void> {
    await this.tenancy.run(tenant, () =>
      tryQuery(command).update({
        ...result,
        routerTrouble: false,
        finishedAt: this.clock.now().toJSDate(),
      })
    )
  }

  async #wakeAt(tenant: TenantScope, routerId: number, at: DateTime): Promise<void> {
    const delaySeconds = Math.max(1, Math.ceil(at.diff(this.clock.now()).as('seconds')))
    await this.jobs.send('router-commands', { tenantId: tenant.id, routerId }, { delaySeconds })
  }
}

/** What is not done yet and still worth doing, in order. */
async function openCommands(routerId: number, now: DateTime, limit: number) {
  const query = RouterCommand.query()
    .where('router_id', routerId)
    .whereIn('state', ['pending', 'running'])
    .orderBy('id')
    .limit(limit)
  const open = await query.clone()
  if (!open.some(({ state, deadlineAt }) => state === 'pending' && deadlineAt < now)) return open
  await giveUpOverdue(routerId, now)
  return query
}

/**
 * What stood behind a dead router until its own time was over is given up untried, lest
 * each spend a timeout on it first. The last one's error says why.
 */
async function giveUpOverdue(routerId: number, now: DateTime): Promise<void> {
  await RouterCommand.query()
    .where({ routerId, state: 'pending' })
    .where('deadline_at', '<', now.toJSDate())
    .update({
      state: 'dead',
      outcome: 'gave up',
      lastError: RouterCommand.query().client.raw(
        `coalesce(last_error, 'Its time was over before the router could be told.')`
      ),
      routerTrouble: false,
      finishedAt: now.toJSDate(),
    })
}
