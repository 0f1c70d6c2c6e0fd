import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import Activation from '#hotspot/activation/activation'
import { SuspendCustomer } from '#hotspot/suspension/suspend_customer'
import { dueSuspensionsQuery } from '#hotspot/suspension/due_suspensions_query'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

const BATCH = 200

/**
 * Suspends everybody of a tenant whose time is up or whose data is gone. Its
 * cost follows the number due: both halves read the head of a partial index.
 */
@inject()
export class SuspendDue {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private suspendCustomer: SuspendCustomer
  ) {}

  /** @returns when the next one is due, or null */
  async execute(tenant: Tenant): Promise<DateTime | null> {
    let suspended: number
    do suspended = await this.#batch(tenant)
    while (suspended === BATCH)
    return this.#nextDue(tenant)
  }

  async #batch(tenant: Tenant): Promise<number> {
    return this.tenancy.run(tenant, async () => {
      const due = await dueSuspensionsQuery(this.clock.now(), BATCH)
      let suspended = 0
      for (const activation of due) {
        if (await this.suspendCustomer.execute(tenant, activation)) suspended += 1
      }
      return suspended
    })
  }

  async #nextDue(tenant: Tenant): Promise<DateTime | null> {
    const next = await this.tenancy.run(tenant, () =>
      Activation.query().where('status', 'running').orderBy('expires_at').first()
    )
    return next?.expiresAt ?? null
  }
}
