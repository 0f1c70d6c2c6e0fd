import type { I18n } from '@adonisjs/i18n'
import { DateTime } from 'luxon'
import { signedMoney } from '#core/signed_money'
import type CashDay from '#payments/cash/cash_day'
import { pdfOctets } from '#payments/receipts/pdf/pdf_octets'
import { printable } from '#payments/receipts/pdf/text_runs'
import { Typesetter, type Type } from '#payments/receipts/pdf/typesetter'
import type Tenant from '#tenancy/models/tenant'

/** Points of ISO A5, as receipts have it. */
const PAPER: [number, number] = [419.53, 595.28]
const MARGIN = 36
const WIDTH = PAPER[0] - 2 * MARGIN
const BODY: Type = { size: 10 }
const STRONG: Type = { size: 11.5, weight: 'bold' }
const MUTED: Type = { size: 8.5, color: '#4b5563' }

/** The sheet that goes with the money: a closed day, with lines for two signatures. */
export function renderCashSheet(
  closing: CashDay,
  issuer: Pick<Tenant, 'name' | 'timezone'>,
  i18n: I18n
): Promise<Buffer> {
  const t = (key: string, data?: Record<string, string>) => i18n.t(`reports.cash.${key}`, data)
  const day = DateTime.fromISO(closing.day, { zone: 'utc' }).setLocale(i18n.locale)
  const title = t('sheet', { day: day.toFormat('d LLL yyyy') })
  const about = { title, author: issuer.name, at: closing.closedAt, language: i18n.locale }

  return pdfOctets(about, (doc) => {
    const ink = new Typesetter(doc)
    let y = MARGIN
    const line = (text: string, type: Type = BODY) => {
      if (text) y += ink.write(printable(text), MARGIN, y, WIDTH, type)
    }
    doc.addPage({ size: PAPER, margin: 0 })
    line(issuer.name, { size: 16, weight: 'bold' })
    line(title, STRONG)
    line(`${t('cashier')}: ${closing.cashierName}`)
    y += 10
    for (const { key, minor, strong } of sheetLines(closing)) {
      const type = strong ? STRONG : BODY
      ink.write(i18n.t(`reports.cash.line.${key}`), MARGIN, y, WIDTH * 0.62, type)
      const amount = signedMoney(minor, closing.currency, i18n.locale)
      y += ink.write(amount, MARGIN, y, WIDTH, { ...type, align: 'right' }) + 4
    }
    y += 10
    line(closing.note)
    const when = (at: DateTime) =>
      at.setZone(issuer.timezone).setLocale(i18n.locale).toFormat('d LLL yyyy, HH:mm')
    line(t('closed_by', { name: closing.closedByName, at: when(closing.closedAt) }), MUTED)
    if (closing.confirmedAt) {
      const name = closing.confirmedByName ?? ''
      line(t('confirmed_by', { name, at: when(closing.confirmedAt) }), MUTED)
    }
    y += 50
    for (const [at, who] of ['cashier', 'receiver'].entries()) {
      const x = MARGIN + at * (WIDTH / 2 + 10)
      doc
        .lineWidth(0.5)
        .moveTo(x, y)
        .lineTo(x + WIDTH / 2 - 10, y)
        .stroke('#4b5563')
      ink.write(t(who), x, y + 4, WIDTH / 2 - 10, MUTED)
    }
  })
}

interface SheetLine {
  key: string
  minor: number
  strong?: boolean
}

/** From the opening to what stays in the drawer, as the page and the sheet show it. */
export function sheetLines(closing: CashDay): SheetLine[] {
  return [
    { key: 'opening', minor: closing.openingMinor },
    ...(closing.carriedMinor ? [{ key: 'carried', minor: closing.carriedMinor }] : []),
    { key: 'taken', minor: closing.takenMinor },
    { key: 'undone', minor: -closing.undoneMinor },
    { key: 'refunded', minor: -closing.refundedMinor },
    { key: 'expected', minor: closing.expectedMinor, strong: true },
    { key: 'counted', minor: closing.countedMinor, strong: true },
    { key: 'difference', minor: closing.differenceMinor, strong: true },
    { key: 'handed_over', minor: closing.handedOverMinor },
    { key: 'left', minor: closing.leftMinor },
  ]
}
