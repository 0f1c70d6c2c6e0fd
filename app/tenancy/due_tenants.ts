import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import { statusesWhere } from '#tenancy/lifecycle/tenant_states'

/** Longer than a sweep takes; a sweeper that dies leaves its tenants to the next one after it. */
const LEASE_SECONDS = 60

const SERVED = statusesWhere(({ jobs }) => jobs !== 'none')

export interface DueTenant {
  tenantId: number
  leaseUntil: DateTime
}

/**
 * Which tenants have something to sweep (indexes due_work_due_at and
 * due_work_leased). While a tenant is leased its due_at is empty, so that every
 * time that is named meanwhile is seen when the lease is given back.
 */
@inject()
export class DueTenants {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  /** Takes tenants that are due, or whose sweeper has died. Sweepers share the work. */
  async claim(limit: number): Promise<DueTenant[]> {
    const now = this.clock.now()
    const leaseUntil = now.plus({ seconds: LEASE_SECONDS })
    const claimed: { rows: { tenant_id: string }[] } = await this.db.connection('app').rawQuery(
      `update platform.due_work set due_at = null, leased_until = :lease where tenant_id in (
         select tenant_id from platform.due_work
           join platform.tenants on tenants.id = tenant_id and status = any(:served)
          where (due_at <= :now and leased_until is null) or leased_until <= :now
          order by due_at limit :limit for update of due_work skip locked)
       returning tenant_id`,
      { lease: leaseUntil.toJSDate(), now: now.toJSDate(), limit, served: SERVED }
    )
    return claimed.rows.map(({ tenant_id: id }) => ({ tenantId: Number(id), leaseUntil }))
  }

  /** Says when the tenant is due next; what was named meanwhile counts if it is earlier. */
  async release({ tenantId, leaseUntil }: DueTenant, nextDue: DateTime | null): Promise<void> {
    await this.db.connection('app').rawQuery(
      `update platform.due_work set leased_until = null, due_at = least(due_at, nullif(:next, '')::timestamptz)
        where tenant_id = :tenantId and leased_until = :lease`,
      { next: nextDue?.toJSDate().toISOString() ?? '', tenantId, lease: leaseUntil.toJSDate() }
    )
  }
}
