import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { DateTime } from 'luxon'
import { Clock, toDateTime } from '#core/clock'
import { OverrideLimits, type LimitsChange } from '#platform/plans/override_limits'

const TABLE = 'platform.limit_grants'

/** Limits and features that an admin grants for a time, and takes back by itself when it is over. */
@inject()
export class LimitGrants {
  constructor(
    private db: Database,
    private clock: Clock,
    private overrideLimits: OverrideLimits
  ) {}

  /**
   * The end is written before the limits: a process that dies in between leaves none without one.
   *
   * @param expiresAt null is until somebody changes it
   */
  async grant(change: LimitsChange, expiresAt: DateTime | null): Promise<void> {
    const { tenantId } = change
    if (expiresAt) await this.#endAt(tenantId, expiresAt)
    await this.overrideLimits.execute(change)
    if (!expiresAt) {
      await this.db.connection('app').from(TABLE).where('tenant_id', tenantId).delete()
    }
  }

  /** Back to what the plan has, whoever's time is over. */
  async endDue(): Promise<void> {
    const due: { tenant_id: string }[] = await this.db
      .connection('app')
      .from(TABLE)
      .where('expires_at', '<=', this.clock.now().toJSDate())
    for (const { tenant_id: id } of due) {
      await this.grant(
        {
          tenantId: Number(id),
          overrides: {},
          features: [],
          reason: 'The time the limits were granted for is over',
          by: { kind: 'system', name: 'Portico' },
        },
        null
      )
    }
  }

  async #endAt(tenantId: number, expiresAt: DateTime): Promise<void> {
    await this.db.connection('app').rawQuery(
      `insert into platform.limit_grants (tenant_id, expires_at) values (:tenantId, :expiresAt)
       on conflict (tenant_id) do update set expires_at = excluded.expires_at`,
      { tenantId, expiresAt: expiresAt.toJSDate() }
    )
  }
}

/** Until when a tenant's own limits and features count; null without an end. */
export async function grantEndQuery(db: Database, tenantId: number): Promise<DateTime | null> {
  const rows: { expires_at: Date }[] = await db
    .connection('app')
    .from(TABLE)
    .where('tenant_id', tenantId)
  return toDateTime(rows[0]?.expires_at ?? null)
}
