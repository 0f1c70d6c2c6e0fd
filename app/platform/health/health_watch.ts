import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { CollectHealth } from '#platform/health/collect_health'
import { DueTenants } from '#platform/health/due_tenants'

/** A thousand tenants in five minutes are four a second. */
const TENANTS_A_TICK = 8
const TAKE_UP_EVERY_TICKS = 10

/** Looks after tenants one by one and for ever; nobody waits for it, and it waits for nobody. */
@inject()
export class HealthWatch {
  #ticks = 0
  #round: Promise<void> | null = null

  constructor(
    private collectHealth: CollectHealth,
    private due: DueTenants
  ) {}

  /** Starts a round, unless the last one is still under way. */
  tick(): void {
    this.#round ??= this.#look().finally(() => (this.#round = null))
  }

  async idle(): Promise<void> {
    await this.#round
  }

  async #look(): Promise<void> {
    try {
      if (this.#ticks++ % TAKE_UP_EVERY_TICKS === 0) await this.due.ensure()
      await this.collectHealth.execute(TENANTS_A_TICK)
    } catch (error) {
      logger.error({ err: error }, 'tenant health')
    }
  }
}
