import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { InvoiceNotOpen } from '#platform/billing/errors'
import Invoice from '#platform/billing/invoices/invoice'
import { tellOfInvoice } from '#platform/billing/invoices/tell_of_invoice'
import { TellOwners } from '#platform/billing/letters/tell_owners'
import { ApplyStanding } from '#platform/billing/standing/apply_standing'
import type { Actor } from '#platform/lifecycle/actor'
import TenantEvent from '#platform/lifecycle/tenant_event'
import Tenant from '#tenancy/models/tenant'

export interface Voiding {
  invoiceId: number
  reason: string
  by: Actor
}

/** Cancels an open invoice of ours. It keeps its number and stays to be read; nobody owes it. */
@inject()
export class VoidInvoice {
  constructor(
    private db: Database,
    private applyStanding: ApplyStanding,
    private tellOwners: TellOwners
  ) {}

  /** @throws InvoiceNotOpen when it is paid or cancelled already, or one of Stripe's */
  async execute({ invoiceId, reason, by }: Voiding): Promise<Invoice> {
    const invoice = await this.db.connection('app').transaction(async (client) => {
      const open = await Invoice.lockOpen(invoiceId, client)
      if (!open) throw new InvoiceNotOpen()

      await open.merge({ status: 'void', voidedBy: by.name, voidReason: reason }).save()
      await TenantEvent.note(client, {
        tenantId: open.tenantId,
        kind: 'invoice',
        before: 'open',
        after: 'void',
        reason: `${open.number}: ${reason}`,
        by,
      })
      return open
    })
    await this.applyStanding.execute(invoice.tenantId)
    const tenant = await Tenant.findOrFail(invoice.tenantId)
    await this.tellOwners.execute(tenant, tellOfInvoice('invoice_void', invoice, tenant))
    return invoice
  }
}
