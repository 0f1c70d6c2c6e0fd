import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock, toDateTime } from '#core/clock'
import Device from '#hotspot/customers/device'
import { TakeOffline } from '#hotspot/router_access/take_offline'
import { suspendOverdueQuery, type Suspended } from '#hotspot/suspension/suspend_overdue_query'
import { QueueMessage } from '#messaging/queue_message'
import type Tenant from '#tenancy/models/tenant'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

/** Of those whose time is up, and of those whose data is gone. */
const BATCH = 500

/**
 * Suspends everybody of a tenant whose time is up or whose data is gone: the
 * facts and logs, the SMS and the end of the session, a batch a transaction.
 * The RADIUS rows stay; FreeRADIUS refuses from the same facts.
 */
@inject()
export class SuspendDue {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private takeOffline: TakeOffline,
    private queueMessage: QueueMessage
  ) {}

  /** @returns when the next one is due, or null */
  async execute(tenant: Tenant): Promise<DateTime | null> {
    let suspended: number
    do suspended = await this.tenancy.run(tenant, () => this.#batch(tenant))
    while (suspended >= BATCH)

    return this.tenancy.run(tenant, () => this.#nextDue())
  }

  async #batch(tenant: Tenant): Promise<number> {
    const suspended = await suspendOverdueQuery(this.tenancy, this.clock.now(), BATCH)
    if (suspended.length === 0) return 0

    await this.#endSessions(tenant, suspended)
    await this.queueMessage.executeMany(
      suspended.map(({ customerId, mobile, language, reason }) => ({
        event: 'suspended',
        mobile,
        customerId,
        locale: language,
        data: { tenant: tenant.name, reason },
      }))
    )
    return suspended.length
  }

  /** Where the operator leaves it to the router, its own limits have ended the session already. */
  async #endSessions(tenant: Tenant, suspended: readonly Suspended[]): Promise<void> {
    const { suspendBy } = tenantSettings(tenant)
    if (suspendBy === 'router') return
    const ids = suspended.map(({ customerId }) => customerId)
    const devices = await Device.query().whereIn('customer_id', ids)
    const first = suspendBy === 'logout' ? 'api' : 'disconnect'
    await this.takeOffline.execute(devices, `suspended:${this.clock.now().toMillis()}`, first)
  }

  /** Whose data is gone is still among the running if a lock kept the sweep from them. */
  async #nextDue(): Promise<DateTime | null> {
    const next: { rows: { due_at: Date | null }[] } =
      await this.tenancy.transaction.rawQuery(NEXT_DUE)
    return toDateTime(next.rows[0]?.due_at ?? null)
  }
}

/** The heads of two partial indexes (activations_expiring, activations_exhausted). */
const NEXT_DUE = `
  select least(
    (select min(expires_at) from activations where status = 'running'),
    (select min(exhausted_at) from activations
      where status = 'running' and exhausted_at is not null and octets_used >= octets_limit)
  ) as due_at`
