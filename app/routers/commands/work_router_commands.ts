import logger from '@adonisjs/core/services/logger'
import type { DateTime } from 'luxon'
import type { Clock } from '#core/clock'
import type { CommandHandlers } from '#routers/commands/command_handler'
import RouterCommand from '#routers/commands/router_command'
import Router from '#routers/router'
import type { JobQueue } from '#tenancy/jobs/job_queue'
import type { Tenancy, TenantScope } from '#tenancy/tenancy'

/** Longer than any command takes with its retries; after it, whoever was at it has died. */
const LEASE_SECONDS = 90
const LONGEST_PAUSE_SECONDS = 60

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

  async execute(tenant: TenantScope, routerId: number): Promise<void> {
    for (;;) {
      const claimed = await this.tenancy.run(tenant, () => this.#claim(tenant, routerId))
      if (!claimed) return
      await this.#carryOut(tenant, claimed.router, claimed.command)
    }
  }

  /** The head of the queue or nothing: a later command never overtakes one that is not done. */
  async #claim(tenant: TenantScope, routerId: number) {
    const router = await Router.query().where('id', routerId).forUpdate().first()
    if (!router) return null

    const now = this.clock.now()
    const command = await RouterCommand.query()
      .where('router_id', routerId)
      .whereIn('state', ['pending', 'running'])
      .orderBy('id')
      .first()
    if (!command) return null

    if (command.notBefore > now) {
      await this.#wakeAt(tenant, routerId, command.notBefore)
      return null
    }

    await command
      .merge({
        state: 'running',
        attempts: command.attempts + 1,
        notBefore: now.plus({ seconds: LEASE_SECONDS }),
      })
      .save()
    return { router, command }
  }

  async #carryOut(tenant: TenantScope, router: Router, command: RouterCommand): Promise<void> {
    try {
      const outcome = await this.handlers.execute(tenant, router, command)
      await this.#finish(tenant, command.id, { state: 'done', outcome, lastError: null })
    } catch (error) {
      await this.#postpone(tenant, router, command, error)
    }
  }

  async #postpone(tenant: TenantScope, router: Router, command: RouterCommand, error: unknown) {
    const lastError = error instanceof Error ? error.message : String(error)
    const pause =
      Math.min(2 ** command.attempts, LONGEST_PAUSE_SECONDS) * (0.75 + Math.random() / 2)
    const again = this.clock.now().plus({ seconds: pause })

    if (again > command.deadlineAt) {
      logger.warn(
        { tenant: tenant.id, router: router.id, command: command.id, lastError },
        'gave up'
      )
      await this.#finish(tenant, command.id, { state: 'dead', outcome: 'gave up', lastError })
      return
    }
    await this.tenancy.run(tenant, async () => {
      await RouterCommand.query()
        .where('id', command.id)
        .update({ state: 'pending', lastError, notBefore: again.toJSDate() })
      await this.#wakeAt(tenant, router.id, again)
    })
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
