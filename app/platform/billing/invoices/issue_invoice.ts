import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import { Money } from '#core/money'
import Invoice from '#platform/billing/invoices/invoice'
import { invoicePrice } from '#platform/billing/invoices/invoice_prices'
import { TellOwners } from '#platform/billing/letters/tell_owners'
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
    private tellOwners: TellOwners
  ) {}

  async execute(tenant: Tenant, plan: PlanCode): Promise<Invoice> {
    const start = await this.#nextStart(tenant)
    const now = this.clock.now()
    const price = invoicePrice(plan)
    const dueAt = DateTime.max(start, now.plus({ days: DAYS_TO_PAY }))
    await this.db.connection('app').rawQuery(
      `insert into platform.invoices (tenant_id, number, plan, status, amount_minor, currency,
         period_start, period_end, issued_at, due_at)
       values (:tenant, 'P-' || to_char(:now::timestamptz, 'YYYY') || '-'
           || lpad(nextval('platform.invoice_numbers')::text, 6, '0'),
         :plan, 'open', :amount, :currency, :start, :end, :now, :due)
       on conflict (tenant_id, period_start) where stripe_invoice is null and status <> 'void'
         do nothing`,
      {
        tenant: tenant.id,
        plan,
        amount: price.minor,
        currency: price.currency,
        start: start.toJSDate(),
        end: start.plus({ months: 1 }).toJSDate(),
        now: now.toJSDate(),
        due: dueAt.toJSDate(),
      }
    )
    const invoice = await Invoice.query()
      .where({ tenantId: tenant.id, periodStart: start.toJSDate() })
      .whereNull('stripe_invoice')
      .whereNot('status', 'void')
      .firstOrFail()
    await this.tellOwners.execute(tenant, {
      kind: 'invoice_issued',
      about: invoice.number,
      data: invoiceData(invoice, tenant),
    })
    return invoice
  }

  /** Where the last invoice ends; else the trial, or today (UTC) when that is over. */
  async #nextStart({ id, trialEndsAt }: Tenant): Promise<DateTime> {
    const last = await Invoice.query()
      .where('tenant_id', id)
      .whereNull('stripe_invoice')
      .whereIn('status', ['open', 'paid'])
      .orderBy('period_end', 'desc')
      .first()
    if (last?.status === 'open') return last.periodStart
    const today = this.clock.now().startOf('day')
    return DateTime.max(last?.periodEnd ?? trialEndsAt ?? today, today)
  }
}

/** What letters say of an invoice. */
export function invoiceData(
  { number, dueAt, amountMinor, currency }: Invoice,
  { locale, timezone }: Tenant
) {
  return {
    number,
    amount: Money.of(amountMinor, currency).format(locale),
    date: dueAt.setZone(timezone).setLocale(locale).toFormat('d LLL yyyy'),
  }
}
