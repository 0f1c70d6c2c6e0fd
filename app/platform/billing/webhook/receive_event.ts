import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { BillingNews } from '#platform/billing/webhook/read_event'
import { JobQueue } from '#tenancy/jobs/job_queue'

/**
 * Keeps an event, once, and says that its ISP is to be asked about. The first of a storm alone
 * sends somebody: whoever comes while that is waiting finds the mark. What is lost between mark
 * and job is found by AskOverdue.
 *
 * Each event writes the ISP's row, marked or not, and so waits for whoever is taking the mark away
 * at that moment. One that merely looked would see the mark that is about to go, mark nothing, and
 * come too late for the answer that is being asked for.
 */
@inject()
export class ReceiveEvent {
  constructor(
    private db: Database,
    private jobs: JobQueue
  ) {}

  async execute({ id, type, customer, created }: BillingNews): Promise<void> {
    const marked: { rows: { tenant_id: string; is_first: boolean }[] } = await this.db
      .connection('app')
      .rawQuery(
        `with known as (
           select tenant_id from platform.subscriptions where customer = nullif(:customer, '')
         ), arrived as (
           insert into platform.billing_events (id, type, customer, made_at, handled_at, outcome)
           select :id, :type, nullif(:customer, ''), to_timestamp(:created),
                  case when exists (select from known) then null else now() end,
                  case when :customer = '' then 'no_customer'
                       when exists (select from known) then 'received' else 'foreign' end
           on conflict (id) do nothing returning customer
         )
         update platform.subscriptions s set stale_since = coalesce(s.stale_since, now())
           from arrived where s.customer = arrived.customer
         returning s.tenant_id, old.stale_since is null as is_first`,
        { id, type, created, customer: customer ?? '' }
      )
    for (const { tenant_id: tenantId, is_first: isFirst } of marked.rows) {
      if (isFirst) await this.jobs.send('ask-subscription', { tenantId: Number(tenantId) })
    }
  }
}
