import { setTimeout as pause } from 'node:timers/promises'
import { inject } from '@adonisjs/core'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { AskingLease } from '#platform/billing/subscription/asking_lease'
import { SyncSubscription } from '#platform/billing/subscription/sync_subscription'
import { JobQueue } from '#tenancy/jobs/job_queue'

/** Where somebody waited in vain, a job tries again after so long. */
const AGAIN_SECONDS = 5

/** How long somebody waits for the answer to another's question, and how often that is looked at. */
const PATIENCE_MS = 2_000
const LOOK_MS = 100

/**
 * Asks Stripe how an ISP stands and acts on the answer. Events say only that there is something
 * to ask, so that it does not matter how many came, in which order, or that some did not.
 */
@inject()
export class AskSubscription {
  constructor(
    private stripe: StripeBilling,
    private lease: AskingLease,
    private syncSubscription: SyncSubscription,
    private jobs: JobQueue
  ) {}

  /** Asks until nothing more was heard; returns at once when somebody else is asking. */
  async execute(tenantId: number): Promise<void> {
    while (this.stripe.isOn) {
      const asking = await this.lease.take(tenantId)
      if (!asking) return
      try {
        await this.syncSubscription.execute(tenantId, asking)
      } catch (error) {
        await this.lease.giveUp(tenantId)
        throw error
      }
      if (!(await this.lease.giveBack(tenantId))) return
    }
  }

  /**
   * For somebody who waits for the answer. Without one, a job goes on asking for it.
   *
   * @returns whether all of it is in our rows: another may be taking it over for seconds
   */
  async now(tenantId: number): Promise<boolean> {
    await this.lease.markStale(tenantId)
    try {
      await this.execute(tenantId)
    } catch (error) {
      await this.jobs.send('ask-subscription', { tenantId }, { delaySeconds: AGAIN_SECONDS })
      throw error
    }
    for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
      if (await this.lease.isSettled(tenantId)) return true
      await pause(LOOK_MS)
    }
    return false
  }
}
