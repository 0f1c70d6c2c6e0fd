import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'
import type { Cap } from '#messaging/pumping/sms_allowance'

/** Why no code goes to a number, whoever asks. */
export type CodeRefusal = 'country' | 'paused' | 'blocked' | Cap

/** …or not yet, since somebody has asked for too many. */
export type CountedRefusal = CodeRefusal | 'too_many'

const KEPT_DAYS = 90
const DAY = 'yyyy-MM-dd'

/**
 * Counts refused codes by day, reason and destination: a flood of them makes a number bigger,
 * and not a table. Call outside a tenant's scope.
 */
@inject()
export class RefusedCodes {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  /** @param destination a country's code or a prefix, never a whole number */
  async count(tenantId: number, reason: CountedRefusal, destination: string): Promise<void> {
    const now = this.clock.now()
    await this.db.connection('app').rawQuery(
      `insert into platform.sms_refusals as r (tenant_id, day, reason, destination, last_at)
       values (:tenantId, :day, :reason, :destination, :now)
       on conflict (tenant_id, day, reason, destination) do update
          set refused = r.refused + 1, last_at = excluded.last_at`,
      { tenantId, day: now.toFormat(DAY), reason, destination, now: now.toJSDate() }
    )
  }

  /** Forgets what is of no interest any more, of pauses too. */
  async prune(): Promise<void> {
    const before = this.clock.now().minus({ days: KEPT_DAYS })
    const db = this.db.connection('app')
    await db.from('platform.sms_refusals').where('day', '<', before.toFormat(DAY)).delete()
    await db.from('platform.sms_pauses').where('paused_until', '<', before.toJSDate()).delete()
  }
}
