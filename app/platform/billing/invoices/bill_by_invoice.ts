import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import Invoice from '#platform/billing/invoices/invoice'
import { IssueInvoice } from '#platform/billing/invoices/issue_invoice'
import { tellOfInvoice } from '#platform/billing/invoices/tell_of_invoice'
import { TellOwners } from '#platform/billing/letters/tell_owners'
import type Subscription from '#platform/billing/subscription/subscription'
import type Tenant from '#tenancy/models/tenant'

/** Days before a paid month ends on which the next one is invoiced. */
const AHEAD_DAYS = 7

/** Days after an invoice fell due on which its owners are reminded; the last is before grace ends. */
const REMINDERS = [0, 3, 6] as const

/** For an ISP that pays by invoice: the next one in time, and letters while one is overdue. */
@inject()
export class BillByInvoice {
  constructor(
    private clock: Clock,
    private issueInvoice: IssueInvoice,
    private tellOwners: TellOwners
  ) {}

  async execute(tenant: Tenant, { way, plan }: Subscription): Promise<void> {
    if (way !== 'invoice' || !plan) return
    const last = await Invoice.lastOfOurs(tenant.id)
    const now = this.clock.now()
    if (last?.status === 'open') {
      await this.#remind(tenant, last)
    } else if (last?.status === 'paid' && last.periodEnd <= now.plus({ days: AHEAD_DAYS })) {
      await this.issueInvoice.execute(tenant, plan)
    }
  }

  async #remind(tenant: Tenant, invoice: Invoice): Promise<void> {
    const late = this.clock.now().diff(invoice.dueAt, 'days').days
    const time = REMINDERS.findLastIndex((days) => late >= days)
    if (time < 0) return
    await this.tellOwners.execute(tenant, tellOfInvoice('invoice_due', invoice, tenant, time))
  }
}
