import { inject } from '@adonisjs/core'
import Invoice from '#platform/billing/invoices/invoice'
import { VoidInvoice } from '#platform/billing/invoices/void_invoice'
import { BILLING } from '#platform/billing/standing/apply_standing'
import type Subscription from '#platform/billing/subscription/subscription'

/** For an ISP that pays by card from now on: what we asked it for by invoice, it owes no more. */
@inject()
export class LeaveInvoices {
  constructor(private voidInvoice: VoidInvoice) {}

  async execute(row: Subscription): Promise<void> {
    if (row.way === 'card') return
    await row.merge({ way: 'card' }).save()
    const last = await Invoice.lastOfOurs(row.tenantId)
    if (last?.status !== 'open') return
    await this.voidInvoice.execute({
      invoiceId: last.id,
      reason: 'A subscription takes its place',
      by: BILLING,
    })
  }
}
