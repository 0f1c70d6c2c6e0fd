import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import Invoice from '#platform/billing/invoices/invoice'
import { invoiceData, IssueInvoice } from '#platform/billing/invoices/issue_invoice'
import { TellOwners } from '#platform/billing/letters/tell_owners'
import type Subscription from '#platform/billing/subscription/subscription'
import type Tenant from '#tenancy/models/tenant'

/** Days before a paid month ends on which the next one is invoiced. */
const AHEAD_DAYS = 7

/** For an ISP that pays by invoice: the next one in time, and a letter when one falls due. */
@inject()
export class BillByInvoice {
  constructor(
    private clock: Clock,
    private issueInvoice: IssueInvoice,
    private tellOwners: TellOwners
  ) {}

  async execute(tenant: Tenant, { way, plan }: Subscription): Promise<void> {
    if (way !== 'invoice' || !plan) return
    const last = await Invoice.query()
      .where('tenant_id', tenant.id)
      .whereNull('stripe_invoice')
      .whereNot('status', 'void')
      .orderBy('period_end', 'desc')
      .first()
    const now = this.clock.now()
    if (last?.status === 'open' && last.dueAt <= now) {
      await this.tellOwners.execute(tenant, {
        kind: 'invoice_due',
        about: last.number,
        data: invoiceData(last, tenant),
      })
    } else if (last?.status === 'paid' && last.periodEnd <= now.plus({ days: AHEAD_DAYS })) {
      await this.issueInvoice.execute(tenant, plan)
    }
  }
}
