import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'

/** Stripe itself shows events for 30 days; longer is for questions about an old invoice. */
export const KEPT_DAYS = 90

const BATCH = 5_000

/** Forgets events that were acted upon long ago, so many a statement that nobody waits for it. */
@inject()
export class PruneEvents {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  /** @returns how many are gone */
  async execute(batch = BATCH): Promise<number> {
    const before = this.clock.now().minus({ days: KEPT_DAYS }).toJSDate()
    for (let gone = 0; ;) {
      const { rowCount }: { rowCount: number } = await this.db.connection('app').rawQuery(
        `delete from platform.billing_events where id in (
           select id from platform.billing_events
            where received_at < :before and handled_at is not null
            order by received_at limit :batch)`,
        { before, batch }
      )
      gone += rowCount
      if (rowCount < batch) return gone
    }
  }
}
