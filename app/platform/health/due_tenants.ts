import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Clock, toDateTime } from '#core/clock'
import type { AccountingCount } from '#platform/health/accounting_rate'
import { statusesWhere } from '#tenancy/lifecycle/tenant_states'

const EVERY_MINUTES = 5

/** Whose numbers are to be collected next; several processes share the work. */
@inject()
export class DueTenants {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  /** Takes up tenants that have signed up since. */
  async ensure(): Promise<void> {
    await this.db.connection('app').rawQuery(
      `insert into platform.tenant_health (tenant_id, due_at)
       select id, :now from platform.tenants t
        where not exists (select from platform.tenant_health h where h.tenant_id = t.id)
       on conflict do nothing`,
      { now: this.clock.now().toJSDate() }
    )
  }

  /**
   * The longest overdue first.
   *
   * @returns whose turn it is, with what was counted of accounting the last time
   */
  async claim(limit: number): Promise<Map<number, AccountingCount | null>> {
    interface Claimed {
      tenant_id: string
      collected_at: Date | null
      accounting_total: string | null
    }
    const now = this.clock.now()
    const { rows } = await this.db.connection('app').rawQuery<{ rows: Claimed[] }>(
      `update platform.tenant_health set due_at = :next where tenant_id in (
         select h.tenant_id from platform.tenant_health h
           join platform.tenants t on t.id = h.tenant_id and t.status = any(:lively::text[])
          where h.due_at <= :now order by h.due_at limit :limit for update of h skip locked)
       returning tenant_id, collected_at, accounting_total`,
      {
        now: now.toJSDate(),
        next: now.plus({ minutes: EVERY_MINUTES }).toJSDate(),
        lively: statusesWhere(({ jobs }) => jobs !== 'none'),
        limit,
      }
    )
    return new Map(
      rows.map(({ tenant_id: id, collected_at: date, accounting_total: total }) => {
        const at = toDateTime(date)
        return [Number(id), at && total !== null ? { at, total: Number(total) } : null]
      })
    )
  }
}
