import type { I18n } from '@adonisjs/i18n'
import type { DateTime } from 'luxon'
import { Money } from '#core/money'
import { pdfOctets } from '#payments/receipts/pdf/pdf_octets'
import type { Type } from '#payments/receipts/pdf/typesetter'
import type Invoice from '#platform/billing/invoices/invoice'
import { InvoiceSheet } from '#platform/billing/invoices/invoice_sheet'
import type { InvoicingTerms } from '#platform/billing/invoices/invoicing_terms'
import { dayFor } from '#platform/billing/letters/day_for'
import type Tenant from '#tenancy/models/tenant'
import { planByCode } from '#tenancy/plans/plans'

const SMALL: Type = { size: 9, color: '#4b5563' }
const STRONG: Type = { size: 12, weight: 'bold' }
const ISSUER: Type = { size: 18, weight: 'bold' }

interface Paper {
  invoice: Invoice
  tenant: Tenant
  terms: InvoicingTerms
  t: (key: string, data?: Record<string, string>) => string
  day: (at: DateTime) => string
  amount: (minor: number) => string
}

/** An invoice of ours as a PDF document. */
export function renderInvoice(
  invoice: Invoice,
  tenant: Tenant,
  i18n: I18n,
  terms: InvoicingTerms
): Promise<Buffer> {
  const paper: Paper = {
    invoice,
    tenant,
    terms,
    t: (key, data) => i18n.t(`invoicing.paper.${key}`, data),
    day: (at) => dayFor(tenant, at, i18n.locale),
    amount: (minor) => Money.of(minor, invoice.currency).format(i18n.locale),
  }
  const title = paper.t('title', { number: invoice.number })
  const [issuer = '', ...address] = terms.issuer
  const about = { title, author: issuer, at: invoice.issuedAt, language: i18n.locale }

  return pdfOctets(about, (doc) => {
    const sheet = new InvoiceSheet(doc)
    sheet.line(issuer, ISSUER)
    for (const line of address) sheet.line(line, SMALL)
    sheet.space(18)
    sheet.line(title, STRONG)
    sheet.space(6)
    writePayer(sheet, paper)
    sheet.space(18)
    writeSums(sheet, paper)
    sheet.space(16)
    writePayment(sheet, paper)
  })
}

function writePayer(sheet: InvoiceSheet, { invoice, tenant, t, day }: Paper): void {
  sheet.row(t('issued'), day(invoice.issuedAt))
  sheet.row(t('due'), day(invoice.dueAt))
  sheet.space(10)
  sheet.line(t('to'), SMALL)
  sheet.line(tenant.name, { weight: 'bold' })
  for (const line of invoice.billTo.split('\n')) sheet.line(line)
  for (const id of invoice.taxIds) sheet.line(t('tax_id', { id }))
}

function writeSums(sheet: InvoiceSheet, { invoice, t, day, amount }: Paper): void {
  const { plan, periodStart, periodEnd, amountMinor, taxMinor, taxName } = invoice
  const name = plan ? planByCode(plan).name : ''
  const item = t('line', { plan: name, from: day(periodStart), to: day(periodEnd) })
  sheet.rule()
  sheet.row(item, amount(amountMinor - taxMinor))
  if (taxName) sheet.row(taxName, amount(taxMinor))
  sheet.rule()
  sheet.row(t('total'), amount(amountMinor), STRONG)
}

/** That nothing is to be paid any more, or how it is. */
function writePayment(sheet: InvoiceSheet, { invoice, terms, t, day }: Paper): void {
  const { status, paidAt, number, currency } = invoice
  if (status === 'void') return sheet.line(t('void'), STRONG)
  if (paidAt) return sheet.line(t('paid', { date: day(paidAt) }), STRONG)

  const ways = terms.instructionsFor(currency)
  sheet.line(t(ways.length > 0 ? 'pay' : 'ask', { number }))
  for (const way of ways) sheet.line(way)
}
