import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'
import { InvoiceNotOpen } from '#platform/billing/errors'
import Invoice from '#platform/billing/invoices/invoice'
import { ApplyStanding } from '#platform/billing/standing/apply_standing'
import { ChangePlan } from '#platform/plans/change_plan'

export interface Settlement {
  invoiceId: number
  /** What the money is known by: a bank's reference, a receipt. */
  reference: string
  by: { accountId: number; name: string }
}

/** Notes that an invoice of ours was paid, which one of our people has seen; once. */
@inject()
export class SettleInvoice {
  constructor(
    private db: Database,
    private clock: Clock,
    private changePlan: ChangePlan,
    private applyStanding: ApplyStanding
  ) {}

  /** @throws InvoiceNotOpen when it is paid already, cancelled or one of Stripe's */
  async execute({ invoiceId, reference, by }: Settlement): Promise<Invoice> {
    if (!(await this.#isFirst({ invoiceId, reference, by }))) throw new InvoiceNotOpen()

    const invoice = await Invoice.findOrFail(invoiceId)
    const { tenantId, plan, number } = invoice
    if (plan) {
      const actor = { kind: 'person' as const, ...by }
      await this.changePlan.execute({ tenantId, plan, reason: `Invoice ${number}`, by: actor })
    }
    await this.applyStanding.execute(tenantId)
    return invoice
  }

  async #isFirst({ invoiceId, reference, by }: Settlement): Promise<boolean> {
    const settled: { rows: unknown[] } = await this.db.connection('app').rawQuery(
      `update platform.invoices set status = 'paid', paid_minor = amount_minor, paid_at = :now,
              settled_by = :name, settled_with = :reference
        where id = :id and status = 'open' and stripe_invoice is null returning id`,
      { id: invoiceId, name: by.name, reference, now: this.clock.now().toJSDate() }
    )
    return settled.rows.length > 0
  }
}
