import { inject } from '@adonisjs/core'
import { PlanFit } from '#platform/billing/changes/plan_fit'
import { BillingRefused } from '#platform/billing/errors'
import Invoice from '#platform/billing/invoices/invoice'
import { IssueInvoice } from '#platform/billing/invoices/issue_invoice'
import Subscription from '#platform/billing/subscription/subscription'
import type Tenant from '#tenancy/models/tenant'
import type { PlanCode } from '#tenancy/plans/plans'

/** Lets an ISP pay by invoice from now on, and writes it the first. */
@inject()
export class ChooseInvoices {
  constructor(
    private fit: PlanFit,
    private issueInvoice: IssueInvoice
  ) {}

  /**
   * @throws BillingRefused while a subscription runs or an invoice for another plan is open, and when
   * the plan is too small
   */
  async execute(tenant: Tenant, plan: PlanCode): Promise<Invoice> {
    const row = await Subscription.of(tenant.id)
    if (row.isCharged) throw new BillingRefused('already_subscribed')
    await this.fit.requireOfChoice(tenant, plan)
    const last = await Invoice.lastOfOurs(tenant.id)
    if (last?.status === 'open' && last.plan !== plan) throw new BillingRefused('payment_open')
    await row.merge({ way: 'invoice', plan }).save()
    return this.issueInvoice.execute(tenant, plan)
  }
}
