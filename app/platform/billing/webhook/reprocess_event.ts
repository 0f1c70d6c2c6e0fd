import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { AskingLease } from '#platform/billing/subscription/asking_lease'
import { JobQueue } from '#tenancy/jobs/job_queue'

/**
 * Acts upon an event once more, as if it came now. Stripe is asked and the answer counts, so that
 * it does not matter how often, nor how old the event is. One that was of no ISP is looked at
 * anew: its customer may have become known since.
 */
@inject()
export class ReprocessEvent {
  constructor(
    private db: Database,
    private lease: AskingLease,
    private jobs: JobQueue
  ) {}

  /** @returns whose event it is; null when it is of no ISP of ours */
  async execute(id: string): Promise<number | null> {
    const { rows } = await this.db.connection('app').rawQuery<{ rows: { tenant_id: string }[] }>(
      `update platform.billing_events e set outcome = 'received', handled_at = null
         from platform.subscriptions s
        where e.id = :id and s.customer = e.customer
       returning s.tenant_id`,
      { id }
    )
    const [whose] = rows
    if (!whose) return null

    const tenantId = Number(whose.tenant_id)
    await this.lease.markStale(tenantId)
    await this.jobs.send('ask-subscription', { tenantId })
    return tenantId
  }
}
