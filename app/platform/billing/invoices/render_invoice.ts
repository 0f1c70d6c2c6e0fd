import type { I18n } from '@adonisjs/i18n'
import type { DateTime } from 'luxon'
import { Money } from '#core/money'
import { pdfOctets } from '#payments/receipts/pdf/pdf_octets'
import { printable } from '#payments/receipts/pdf/text_runs'
import { Typesetter, type Type } from '#payments/receipts/pdf/typesetter'
import type Invoice from '#platform/billing/invoices/invoice'
import type { InvoicingTerms } from '#platform/billing/invoices/invoicing_terms'
import { dayFor } from '#platform/billing/letters/day_for'
import type Tenant from '#tenancy/models/tenant'
import { planByCode } from '#tenancy/plans/plans'

/** Points of ISO A4. */
const PAPER: [number, number] = [595.28, 841.89]
const MARGIN = 56
const WIDTH = PAPER[0] - 2 * MARGIN
const AMOUNTS = 130
const BODY: Type = { size: 10.5 }
const SMALL: Type = { size: 9, color: '#4b5563' }
const STRONG: Type = { size: 12, weight: 'bold' }
const RULE = '#d1d5db'

/** An invoice of ours as a PDF document. */
export function renderInvoice(
  invoice: Invoice,
  tenant: Tenant,
  i18n: I18n,
  terms: InvoicingTerms
): Promise<Buffer> {
  const { number, plan, paidAt, issuedAt, taxMinor, taxName, currency } = invoice
  const t = (key: string, data?: Record<string, string>) => i18n.t(`invoicing.paper.${key}`, data)
  const day = (at: DateTime) => dayFor(tenant, at, i18n.locale)
  const amount = (minor: number) => Money.of(minor, currency).format(i18n.locale)
  const title = t('title', { number })
  const [issuer = '', ...address] = terms.issuer
  const about = { title, author: issuer, at: issuedAt, language: i18n.locale }

  return pdfOctets(about, (doc) => {
    const ink = new Typesetter(doc)
    let y = MARGIN
    const line = (text: string, type: Type = BODY) => {
      y += ink.write(printable(text), MARGIN, y, WIDTH, type) + 2
    }
    const row = (text: string, value: string, type: Type = BODY) => {
      ink.write(value, MARGIN, y, WIDTH, { ...type, align: 'right' })
      y += ink.write(printable(text), MARGIN, y, WIDTH - AMOUNTS, type) + 5
    }
    const rule = () => {
      doc
        .moveTo(MARGIN, y)
        .lineTo(MARGIN + WIDTH, y)
        .lineWidth(0.75)
        .stroke(RULE)
      y += 9
    }
    doc.addPage({ size: PAPER, margin: 0 })
    line(issuer, { size: 18, weight: 'bold' })
    for (const each of address) line(each, SMALL)
    y += 18
    line(title, STRONG)
    y += 6
    row(t('issued'), day(issuedAt))
    row(t('due'), day(invoice.dueAt))
    y += 10
    line(t('to'), SMALL)
    line(tenant.name, { ...BODY, weight: 'bold' })
    for (const each of invoice.billTo.split('\n')) line(each)
    for (const id of invoice.taxIds) line(t('tax_id', { id }))
    y += 18
    rule()
    row(
      t('line', {
        plan: plan ? planByCode(plan).name : '',
        from: day(invoice.periodStart),
        to: day(invoice.periodEnd),
      }),
      amount(invoice.amountMinor - taxMinor)
    )
    if (taxName) row(taxName, amount(taxMinor))
    rule()
    row(t('total'), amount(invoice.amountMinor), STRONG)
    y += 16
    if (invoice.status === 'void') line(t('void'), STRONG)
    else if (paidAt) line(t('paid', { date: day(paidAt) }), STRONG)
    else {
      const ways = terms.instructionsFor(currency)
      line(t(ways.length > 0 ? 'pay' : 'ask', { number }))
      for (const each of ways) line(each)
    }
  })
}
