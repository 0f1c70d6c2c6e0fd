import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'
import { InvoiceAmountDiffers, InvoiceNotOpen } from '#platform/billing/errors'
import Invoice from '#platform/billing/invoices/invoice'
import { ApplyStanding } from '#platform/billing/standing/apply_standing'
import TenantEvent from '#platform/lifecycle/tenant_event'

export interface Settlement {
  invoiceId: number
  /** What came, in minor units of the invoice's currency: all of it in one sum, and no more. */
  receivedMinor: number
  /** What the money is known by: a bank's reference, a receipt. */
  reference: string
  by: { accountId: number; name: string }
}

/**
 * Notes that an invoice of ours was paid, which one of our people has seen; once. Its plan is given
 * by the standing: at once, or when its month begins after one of another plan.
 */
@inject()
export class SettleInvoice {
  constructor(
    private db: Database,
    private clock: Clock,
    private applyStanding: ApplyStanding
  ) {}

  /**
   * @throws InvoiceNotOpen when it is paid already, cancelled or one of Stripe's
   * @throws InvoiceAmountDiffers when a part of it came, or more
   */
  async execute(settlement: Settlement): Promise<Invoice> {
    const invoice = await this.#note(settlement)
    await this.applyStanding.execute(invoice.tenantId)
    return invoice
  }

  async #note({ invoiceId, receivedMinor, reference, by }: Settlement): Promise<Invoice> {
    return this.db.connection('app').transaction(async (client) => {
      const invoice = await Invoice.lockOpen(invoiceId, client)
      if (!invoice) throw new InvoiceNotOpen()
      if (invoice.amountMinor !== receivedMinor) throw new InvoiceAmountDiffers(invoice)

      await invoice
        .merge({
          status: 'paid',
          paidMinor: receivedMinor,
          paidAt: this.clock.now(),
          settledBy: by.name,
          settledWith: reference,
        })
        .save()
      await TenantEvent.note(client, {
        tenantId: invoice.tenantId,
        kind: 'invoice',
        before: 'open',
        after: 'paid',
        reason: `${invoice.number}: ${reference}`,
        by: { kind: 'person', ...by },
      })
      return invoice
    })
  }
}
