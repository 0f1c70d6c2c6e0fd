import { inject } from '@adonisjs/core'
import { BillingRefused } from '#platform/billing/errors'
import Invoice from '#platform/billing/invoices/invoice'
import { IssueInvoice } from '#platform/billing/invoices/issue_invoice'
import Subscription from '#platform/billing/subscription/subscription'
import type Tenant from '#tenancy/models/tenant'
import type { PlanCode } from '#tenancy/plans/plans'

/** Lets an ISP pay by invoice from now on, and writes it the first. */
@inject()
export class ChooseInvoices {
  constructor(private issueInvoice: IssueInvoice) {}

  /** @throws BillingRefused while a subscription runs, or an invoice for another plan is open */
  async execute(tenant: Tenant, plan: PlanCode): Promise<Invoice> {
    const row = await Subscription.of(tenant.id)
    if (row.isLive && row.status !== 'incomplete') throw new BillingRefused('already_subscribed')
    const last = await Invoice.lastOfOurs(tenant.id)
    if (last?.status === 'open' && last.plan !== plan) throw new BillingRefused('payment_open')
    await row.merge({ way: 'invoice', plan }).save()
    return this.issueInvoice.execute(tenant, plan)
  }
}
