import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import Stripe from 'stripe'
import { HoldDowngrade } from '#platform/billing/changes/hold_downgrade'
import { BillByInvoice } from '#platform/billing/invoices/bill_by_invoice'
import { RemindOfTrial } from '#platform/billing/letters/remind_of_trial'
import { ApplyStanding } from '#platform/billing/standing/apply_standing'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import Subscription from '#platform/billing/subscription/subscription'
import { ReportUsage } from '#platform/billing/usage/report_usage'
import { PruneEvents } from '#platform/billing/webhook/prune_events'
import { statusesWhere } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'

/**
 * What time alone brings, every hour: trials and graces that end, reminders, usage, changes of plan
 * that no longer fit. An error of one ISP is logged and the next has its turn.
 */
@inject()
export class BillingRounds {
  constructor(
    private stripe: StripeBilling,
    private applyStanding: ApplyStanding,
    private remindOfTrial: RemindOfTrial,
    private billByInvoice: BillByInvoice,
    private reportUsage: ReportUsage,
    private holdDowngrade: HoldDowngrade,
    private pruneEvents: PruneEvents
  ) {}

  async execute(): Promise<void> {
    const tenants = await Tenant.query()
      .whereIn(
        'status',
        statusesWhere(({ signIn }) => signIn)
      )
      .orderBy('id')
    for (const tenant of tenants) {
      try {
        await this.visit(tenant)
      } catch (error) {
        logger.error({ err: error, tenant: tenant.id }, 'billing rounds')
      }
    }
    await this.report(tenants)
    await this.pruneEvents.execute()
  }

  /** What is due at one ISP by now. */
  async visit(tenant: Tenant): Promise<void> {
    const subscription = await Subscription.find(tenant.id)
    await this.remindOfTrial.execute(tenant, subscription)
    if (subscription) await this.billByInvoice.execute(tenant, subscription)
    await this.applyStanding.execute(tenant.id)
    if (subscription && this.stripe.isOn) await this.holdDowngrade.execute(tenant, subscription)
  }

  /** Nobody's state waits for it: while Stripe is away, each would wait for nothing. */
  async report(tenants: readonly Tenant[]): Promise<void> {
    if (!this.stripe.isOn) return
    for (const tenant of tenants) {
      try {
        const subscription = await Subscription.find(tenant.id)
        if (subscription) await this.reportUsage.execute(tenant, subscription)
      } catch (error) {
        logger.error({ err: error, tenant: tenant.id }, 'billing rounds')
        if (error instanceof Stripe.errors.StripeConnectionError) return
      }
    }
  }
}
