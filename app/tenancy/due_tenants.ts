import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { Clock } from '#core/clock'

/** Longer than a sweep takes; a sweeper that dies leaves its tenants to the next one after it. */
const LEASE_SECONDS = 60

export interface DueTenant {
  tenantId: number
  leaseUntil: DateTime
}

/** Which tenants have something to sweep (index due_work_due_at). */
@inject()
export class DueTenants {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  /** Takes the tenants that are due by pushing them a lease ahead. Sweepers share the work. */
  async claim(limit: number): Promise<DueTenant[]> {
    const now = this.clock.now()
    const leaseUntil = now.plus({ seconds: LEASE_SECONDS })
    const claimed: { rows: { tenant_id: string }[] } = await this.db.connection('app').rawQuery(
      `update platform.due_work set due_at = ? where tenant_id in (
         select tenant_id from platform.due_work where due_at <= ?
          order by due_at limit ? for update skip locked)
       returning tenant_id`,
      [leaseUntil.toJSDate(), now.toJSDate(), limit]
    )
    return claimed.rows.map(({ tenant_id: id }) => ({ tenantId: Number(id), leaseUntil }))
  }

  /** Says when the tenant is due next, unless somebody has named an earlier time meanwhile. */
  async release({ tenantId, leaseUntil }: DueTenant, nextDue: DateTime | null): Promise<void> {
    await this.db
      .connection('app')
      .from('platform.due_work')
      .where({ tenant_id: tenantId, due_at: leaseUntil.toJSDate() })
      .update({ due_at: nextDue?.toJSDate() ?? null })
  }
}
