import type { I18n } from '@adonisjs/i18n'
import type { DateTime } from 'luxon'
import { Money } from '#core/money'
import { pdfOctets } from '#payments/receipts/pdf/pdf_octets'
import { printable } from '#payments/receipts/pdf/text_runs'
import { Typesetter, type Type } from '#payments/receipts/pdf/typesetter'
import type Invoice from '#platform/billing/invoices/invoice'
import type Tenant from '#tenancy/models/tenant'
import { planByCode } from '#tenancy/plans/plans'

/** Points of ISO A4. */
const PAPER: [number, number] = [595.28, 841.89]
const MARGIN = 56
const WIDTH = PAPER[0] - 2 * MARGIN
const BODY: Type = { size: 10.5 }
const STRONG: Type = { size: 12, weight: 'bold' }
const ISSUER = 'Portico'

/** An invoice of ours as a PDF document. */
export function renderInvoice(invoice: Invoice, tenant: Tenant, i18n: I18n): Promise<Buffer> {
  const { number, plan, paidAt, issuedAt } = invoice
  const t = (key: string, data?: Record<string, string>) => i18n.t(`billing.paper.${key}`, data)
  const day = (at: DateTime) =>
    at.setZone(tenant.timezone).setLocale(i18n.locale).toFormat('d LLL yyyy')
  const amount = Money.of(invoice.amountMinor, invoice.currency).format(i18n.locale)
  const title = t('title', { number })
  const about = { title, author: ISSUER, at: issuedAt, language: i18n.locale }

  return pdfOctets(about, (doc) => {
    const ink = new Typesetter(doc)
    let y = MARGIN
    const line = (text: string, type: Type = BODY) => {
      y += ink.write(printable(text), MARGIN, y, WIDTH, type) + 4
    }
    const row = (text: string, value: string, type: Type = BODY) => {
      ink.write(printable(text), MARGIN, y, WIDTH * 0.7, type)
      y += ink.write(value, MARGIN, y, WIDTH, { ...type, align: 'right' }) + 6
    }
    doc.addPage({ size: PAPER, margin: 0 })
    line(ISSUER, { size: 18, weight: 'bold' })
    line(title, STRONG)
    y += 16
    row(t('to'), printable(tenant.name))
    row(t('issued'), day(issuedAt))
    row(t('due'), day(invoice.dueAt))
    y += 16
    row(
      t('line', {
        plan: plan ? planByCode(plan).name : '',
        from: day(invoice.periodStart),
        to: day(invoice.periodEnd),
      }),
      amount
    )
    row(t('total'), amount, STRONG)
    y += 16
    line(paidAt ? t('paid', { date: day(paidAt) }) : t('pay', { number }))
  })
}
