import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { overdueForAsking } from '#platform/billing/rounds/overdue_query'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { AskingLease } from '#platform/billing/subscription/asking_lease'
import { JobQueue } from '#tenancy/jobs/job_queue'

const EVERY_TICKS = 30

/** Sends somebody to ask about whoever should have been asked about and was not. */
@inject()
export class AskOverdue {
  #ticks = 0

  constructor(
    private stripe: StripeBilling,
    private lease: AskingLease,
    private jobs: JobQueue
  ) {}

  /** Once a second; looks twice a minute. An error is logged, and the next look has its turn. */
  async tick(): Promise<void> {
    if (!this.stripe.isOn || this.#ticks++ % EVERY_TICKS !== 0) return
    try {
      await this.execute()
    } catch (error) {
      logger.error({ err: error }, 'overdue subscriptions')
    }
  }

  async execute(): Promise<void> {
    for (const tenantId of await overdueForAsking()) {
      await this.lease.markStale(tenantId)
      await this.jobs.send('ask-subscription', { tenantId })
    }
  }
}
