import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import Invoice from '#platform/billing/invoices/invoice'
import { InvoiceNumbers } from '#platform/billing/invoices/invoice_numbers'
import { invoicePrice } from '#platform/billing/invoices/invoice_prices'
import { InvoicingTerms } from '#platform/billing/invoices/invoicing_terms'
import { tellOfInvoice } from '#platform/billing/invoices/tell_of_invoice'
import { TellOwners } from '#platform/billing/letters/tell_owners'
import Subscription from '#platform/billing/subscription/subscription'
import type Tenant from '#tenancy/models/tenant'
import type { PlanCode } from '#tenancy/plans/plans'

/** Days that there are to pay the first invoice; later ones fall due when their month begins. */
const DAYS_TO_PAY = 7

/** Writes an ISP the invoice for its next month, where it pays us without Stripe. Once a month. */
@inject()
export class IssueInvoice {
  constructor(
    private db: Database,
    private clock: Clock,
    private terms: InvoicingTerms,
    private tellOwners: TellOwners
  ) {}

  async execute(tenant: Tenant, plan: PlanCode): Promise<Invoice> {
    const payer = await Subscription.of(tenant.id)
    const invoice = await this.db
      .connection('app')
      .transaction((client) => this.#write(client, tenant, plan, payer))
    await this.tellOwners.execute(tenant, tellOfInvoice('invoice_issued', invoice, tenant))
    return invoice
  }

  /** @returns the one that is open, if there is: whoever asks at the same time waits for the lock */
  async #write(
    client: TransactionClientContract,
    tenant: Tenant,
    plan: PlanCode,
    payer: Subscription
  ): Promise<Invoice> {
    const now = this.clock.now()
    const numbers = await InvoiceNumbers.lock(client, now.year)
    const last = await Invoice.lastOfOurs(tenant.id, client)
    if (last?.status === 'open') return last

    const today = now.startOf('day')
    const start = DateTime.max(last?.periodEnd ?? tenant.trialEndsAt ?? today, today)
    const { total, tax, taxName } = this.terms.charge(
      invoicePrice(plan, tenant.currency),
      tenant.country
    )
    return Invoice.create(
      {
        tenantId: tenant.id,
        number: await numbers.take(),
        plan,
        status: 'open',
        amountMinor: total.minor,
        taxMinor: tax.minor,
        taxName,
        currency: total.currency,
        billTo: payer.invoiceAddress,
        taxIds: payer.invoiceTaxId ? [payer.invoiceTaxId] : [],
        periodStart: start,
        periodEnd: start.plus({ months: 1 }),
        issuedAt: now,
        dueAt: DateTime.max(start, now.plus({ days: DAYS_TO_PAY })),
      },
      { client }
    )
  }
}
