import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'

/** The sweep comes every second; later than this it does not run. */
const PATIENCE_SECONDS = 120

/** Is the part of our own server that suspends customers at work? */
@inject()
export class SweepLate {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  /** Seconds this tenant's sweep is late; 0 while it runs. */
  async seconds(tenantId: number): Promise<number> {
    const [row]: { due_at: Date | null }[] = await this.db
      .connection('app')
      .from('platform.due_work')
      .where('tenant_id', tenantId)
      .select('due_at')
    if (!row?.due_at) return 0
    const late = (this.clock.now().toMillis() - row.due_at.getTime()) / 1000
    return late > PATIENCE_SECONDS ? Math.round(late) : 0
  }
}
