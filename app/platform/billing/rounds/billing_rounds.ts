import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { BillByInvoice } from '#platform/billing/invoices/bill_by_invoice'
import { RemindOfTrial } from '#platform/billing/letters/remind_of_trial'
import { overdueForAsking } from '#platform/billing/rounds/overdue_query'
import { ApplyStanding } from '#platform/billing/standing/apply_standing'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { AskingLease } from '#platform/billing/subscription/asking_lease'
import Subscription from '#platform/billing/subscription/subscription'
import { ReportUsage } from '#platform/billing/usage/report_usage'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { statusesWhere } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'

/**
 * What time alone brings, every hour: events that never came, trials and graces that end,
 * reminders, usage. An error of one ISP is logged and the next has its turn.
 */
@inject()
export class BillingRounds {
  constructor(
    private stripe: StripeBilling,
    private lease: AskingLease,
    private jobs: JobQueue,
    private applyStanding: ApplyStanding,
    private remindOfTrial: RemindOfTrial,
    private billByInvoice: BillByInvoice,
    private reportUsage: ReportUsage
  ) {}

  async execute(): Promise<void> {
    if (this.stripe.isOn) await this.askOverdue()
    const tenants = await Tenant.query()
      .whereIn(
        'status',
        statusesWhere(({ signIn }) => signIn)
      )
      .orderBy('id')
    for (const tenant of tenants) {
      try {
        await this.visit(tenant)
        await this.#report(tenant)
      } catch (error) {
        logger.error({ err: error, tenant: tenant.id }, 'billing rounds')
      }
    }
  }

  /** What is due at one ISP by now. */
  async visit(tenant: Tenant): Promise<void> {
    const subscription = await Subscription.find(tenant.id)
    await this.remindOfTrial.execute(tenant, subscription)
    if (subscription) await this.billByInvoice.execute(tenant, subscription)
    await this.applyStanding.execute(tenant.id)
  }

  /** Whom webhooks should have told of, and did not. */
  async askOverdue(): Promise<void> {
    for (const tenantId of await overdueForAsking()) {
      await this.lease.markStale(tenantId)
      await this.jobs.send('ask-subscription', { tenantId })
    }
  }

  async #report(tenant: Tenant): Promise<void> {
    const subscription = await Subscription.find(tenant.id)
    if (this.stripe.isOn && subscription) await this.reportUsage.execute(tenant, subscription)
  }
}
