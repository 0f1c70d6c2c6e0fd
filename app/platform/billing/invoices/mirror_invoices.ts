import { DateTime } from 'luxon'
import type Stripe from 'stripe'
import Invoice, { type InvoiceStatus } from '#platform/billing/invoices/invoice'
import { moment } from '#platform/billing/subscription/read_subscription'

const KEPT: readonly string[] = ['open', 'paid', 'uncollectible', 'void'] satisfies InvoiceStatus[]

/** Keeps an ISP's invoices at Stripe as they are there now. Drafts are no invoices yet. */
export async function mirrorInvoices(
  tenantId: number,
  invoices: readonly Stripe.Invoice[]
): Promise<void> {
  for (const { id, ...invoice } of invoices) {
    if (!isKept(invoice.status)) continue
    await Invoice.updateOrCreate(
      { stripeInvoice: id },
      {
        tenantId,
        number: invoice.number ?? id,
        status: invoice.status,
        amountMinor: Math.max(0, invoice.total),
        taxMinor: taxOf(invoice),
        taxIds: taxIdsOf(invoice),
        paidMinor: invoice.amount_paid,
        currency: invoice.currency.toUpperCase(),
        ...times(invoice),
        hostedUrl: invoice.hosted_invoice_url ?? null,
        pdfUrl: invoice.invoice_pdf ?? null,
      }
    )
  }
}

type Timed = Pick<
  Stripe.Invoice,
  'lines' | 'period_start' | 'period_end' | 'created' | 'due_date' | 'status_transitions'
>

/**
 * An invoice's own period is the one before, in which its items came up: what it is for, its lines
 * say. Those that end last: usage is charged with the next month, and is of the one before.
 */
function times(invoice: Timed) {
  const periods = invoice.lines.data.map(({ period }) => period)
  const end = periods.length > 0 ? Math.max(...periods.map((each) => each.end)) : invoice.period_end
  const starts = periods.filter((each) => each.end === end).map(({ start }) => start)
  const issued = invoice.status_transitions.finalized_at ?? invoice.created
  return {
    periodStart: at(starts.length > 0 ? Math.min(...starts) : invoice.period_start),
    periodEnd: at(end),
    issuedAt: at(issued),
    dueAt: at(invoice.due_date ?? issued),
    paidAt: moment(invoice.status_transitions.paid_at),
  }
}

/** Within the total; a credit has none that anybody is asked for. */
function taxOf({
  total,
  total_taxes: taxes,
}: Pick<Stripe.Invoice, 'total' | 'total_taxes'>): number {
  const tax = (taxes ?? []).reduce((sum, { amount }) => sum + amount, 0)
  return Math.min(Math.max(0, tax), Math.max(0, total))
}

function taxIdsOf({ customer_tax_ids: ids }: Pick<Stripe.Invoice, 'customer_tax_ids'>): string[] {
  return (ids ?? []).flatMap(({ value }) => value ?? [])
}

function at(seconds: number): DateTime {
  return DateTime.fromSeconds(seconds, { zone: 'utc' })
}

function isKept(status: string | null): status is InvoiceStatus {
  return status !== null && KEPT.includes(status)
}
