import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import type { Growth } from '#messaging/pumping/code_growth_query'

const PAUSE_HOURS = 6

/** Which number ranges no codes of a tenant go to for a while. Call outside a tenant's scope. */
@inject()
export class PausedPrefixes {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  /** When the pause of each of these prefixes ends, or has ended. */
  async endsOf(tenantId: number, prefixes: readonly string[]): Promise<Map<string, DateTime>> {
    const rows: { prefix: string; paused_until: Date }[] = await this.#table()
      .where('tenant_id', tenantId)
      .whereIn('prefix', [...prefixes])
    return new Map(
      rows.map((row) => [row.prefix, DateTime.fromJSDate(row.paused_until, { zone: 'utc' })])
    )
  }

  /** What is paused at this moment. */
  async now(tenantId: number): Promise<string[]> {
    const rows: { prefix: string }[] = await this.#table()
      .where('tenant_id', tenantId)
      .where('paused_until', '>', this.clock.now().toJSDate())
      .orderBy('prefix')
    return rows.map(({ prefix }) => prefix)
  }

  /** @returns whether it was not paused already, so that one of many requests tells people */
  async begin(tenantId: number, { prefix, codes, used }: Growth): Promise<boolean> {
    const now = this.clock.now()
    const begun: { rowCount: number } = await this.db.connection('app').rawQuery(
      `insert into platform.sms_pauses as p
         (tenant_id, prefix, paused_at, paused_until, codes, used)
       values (:tenantId, :prefix, :now, :until, :codes, :used)
       on conflict (tenant_id, prefix) do update
          set paused_at = excluded.paused_at, paused_until = excluded.paused_until,
              codes = excluded.codes, used = excluded.used
        where p.paused_until <= :now`,
      {
        tenantId,
        prefix,
        now: now.toJSDate(),
        until: now.plus({ hours: PAUSE_HOURS }).toJSDate(),
        codes,
        used,
      }
    )
    return begun.rowCount > 0
  }

  /** Ends a pause now; what was sent before does not count against the range any more. */
  async lift(tenantId: number, prefix: string): Promise<boolean> {
    const now = this.clock.now().toJSDate()
    const lifted: unknown = await this.#table()
      .where({ tenant_id: tenantId, prefix })
      .where('paused_until', '>', now)
      .update({ paused_until: now })
    return Number(lifted) > 0
  }

  #table() {
    return this.db.connection('app').from('platform.sms_pauses')
  }
}
