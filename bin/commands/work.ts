import { setTimeout as sleep } from 'node:timers/promises'
import { BaseCommand } from '@adonisjs/core/ace'
import logger from '@adonisjs/core/services/logger'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { HealthWatch } from '#platform/health/health_watch'
import { startWorkers } from '#start/workers'
import { AskOverdue } from '#platform/billing/rounds/ask_overdue'
import { BillingRounds } from '#platform/billing/rounds/billing_rounds'
import { Housekeeping } from '#start/housekeeping'
import { RouterWatch } from '#start/router_watch'
import { Sweeper } from '#start/sweeper'

const TICK_MS = 1000
const TIDY_EVERY_MS = 3_600_000

/**
 * The worker and the scheduler in one process: jobs from the queue, and once a
 * second the tenants that have something due.
 */
export default class Work extends BaseCommand {
  static override commandName = 'work'
  static override description = 'Work off jobs and sweep what is due'
  static override options: CommandOptions = { startApp: true, staysAlive: true }

  #stopping = false

  override async run() {
    const started = Promise.withResolvers<void>()
    this.app.terminating(() => {
      this.#stopping = true
      return started.promise
    })
    // The signal may have come before there was anything here to hear it.
    if (this.app.isTerminating || this.app.isTerminated) return

    await startWorkers(this.app).finally(started.resolve)
    if (this.#stopping) return
    const sweeper = await this.app.container.make(Sweeper)
    const routerWatch = await this.app.container.make(RouterWatch)
    const healthWatch = await this.app.container.make(HealthWatch)
    this.logger.info('worker ready')

    const housekeeping = await this.app.container.make(Housekeeping)
    const billingRounds = await this.app.container.make(BillingRounds)
    const askOverdue = await this.app.container.make(AskOverdue)
    // Hours' work for a thousand tenants, beside the sweeps: nobody's suspension waits for it.
    const tidy = async () => {
      await housekeeping.execute()
      await billingRounds.execute()
    }
    let tidiedAt = 0
    let tidying: Promise<void> | null = null
    while (!this.#stopping) {
      if (!tidying && Date.now() - tidiedAt > TIDY_EVERY_MS) {
        tidiedAt = Date.now()
        tidying = tidy()
          .catch((error: unknown) => logger.error({ err: error }, 'hourly work'))
          .finally(() => (tidying = null))
      }
      await askOverdue.tick()
      await sweeper.tick()
      await routerWatch.tick()
      healthWatch.tick()
      await sleep(TICK_MS)
    }
  }
}
