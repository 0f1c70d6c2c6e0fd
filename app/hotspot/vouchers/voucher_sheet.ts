import { setImmediate as breathe } from 'node:timers/promises'
import type { I18n } from '@adonisjs/i18n'
import type { DateTime } from 'luxon'
import { Money } from '#core/money'
import type { ListedVoucher } from '#hotspot/vouchers/batch_vouchers_query'
import { voucherLink } from '#hotspot/vouchers/voucher_link'
import { pdfOctets } from '#payments/receipts/pdf/pdf_octets'
import { drawQrCode } from '#payments/receipts/pdf/qr_code'
import { printable } from '#payments/receipts/pdf/text_runs'
import { Typesetter } from '#payments/receipts/pdf/typesetter'
import type { Issuer } from '#payments/receipts/receipt_text'

/** Points; A4. Three by six leaves a margin that every office printer reaches. */
const PAPER = { width: 595.28, height: 841.89 }
const MARGIN = 28
const COLUMNS = 3
const ROWS = 6
const CELL = {
  width: (PAPER.width - 2 * MARGIN) / COLUMNS,
  height: (PAPER.height - 2 * MARGIN) / ROWS,
}
const PADDING = 10
/** 21 mm: modules of half a millimetre for long addresses. The quiet zone reaches the cut. */
const QR_SIDE = 60
const MUTED = '#4b5563'
const CUT = '#9ca3af'

export interface SheetOf {
  issuer: Issuer
  /** Of the tenant's own host, where the QR codes lead. */
  origin: string
  at: DateTime
}

/** Vouchers to print and cut, one to a cell. */
class VoucherSheet {
  readonly #brand: string
  readonly #howTo: string

  constructor(
    private ink: Typesetter,
    private of: SheetOf,
    private i18n: I18n
  ) {
    this.#brand = printable(of.issuer.name)
    this.#howTo = i18n.t('voucher.sheet.how_to')
  }

  async draw(vouchers: readonly ListedVoucher[]): Promise<void> {
    const perPage = COLUMNS * ROWS
    for (let first = 0; first < vouchers.length; first += perPage) {
      this.ink.doc.addPage({ size: [PAPER.width, PAPER.height], margin: 0 })
      for (const [place, voucher] of vouchers.slice(first, first + perPage).entries()) {
        this.#cell(voucher, place)
      }
      /** A thousand vouchers take a second, in which others want their pages. */
      await breathe()
    }
  }

  #cell(voucher: ListedVoucher, place: number): void {
    const left = MARGIN + (place % COLUMNS) * CELL.width
    const top = MARGIN + Math.floor(place / COLUMNS) * CELL.height
    const x = left + PADDING
    const width = CELL.width - 2 * PADDING
    this.#cutLines(left, top)

    let y = top + 7
    y += this.ink.write(this.#brand, x, y, width, {
      size: 9.5,
      weight: 'bold',
      color: this.of.issuer.brandColor,
      maxLines: 1,
    })
    y += this.#terms(voucher, x, y, width)
    y += this.#code(voucher.code, x, y + 2, width) + 5

    const bottom = top + CELL.height - QR_SIDE
    const right = x + width - QR_SIDE + 6
    const link = voucherLink(this.of.origin, voucher.code)
    drawQrCode(this.ink.doc, link, { x: right, y: bottom, side: QR_SIDE })
    const small = { size: 6.3, color: MUTED } as const
    for (const line of this.#small(voucher)) {
      y += this.ink.write(line, x, y, right - x, { ...small, maxLines: 4 })
    }
  }

  #terms(voucher: ListedVoucher, x: number, y: number, width: number): number {
    const price = Money.of(voucher.amountMinor, voucher.currency).format(this.i18n.locale)
    const type = { size: 8.5, weight: 'bold' } as const
    const priceWidth = this.ink.width(price, type)
    this.ink.write(price, x, y, width, { ...type, align: 'right' })
    const name = printable(voucher.packageName)
    const room = width - priceWidth - 8
    return this.ink.write(name, x, y, room, { size: 8.5, maxLines: 2 })
  }

  #code(code: string, x: number, y: number, width: number): number {
    const height = 24
    this.ink.doc.roundedRect(x, y, width, height, 3).fill('#f3f4f6')
    this.ink.write(code, x, y + 1.5, width, { size: 14, weight: 'bold', align: 'center' })
    return height
  }

  #small({ id, expiresAt }: ListedVoucher): string[] {
    const until = expiresAt
      ?.setZone(this.of.issuer.timezone)
      .setLocale(this.i18n.locale)
      .toFormat('d LLL yyyy, HH:mm')
    const use = until ? [this.i18n.t('voucher.sheet.use_before', { until })] : []
    return [this.#howTo, ...use, `#${id}`].map(printable)
  }

  #cutLines(left: number, top: number): void {
    const { doc } = this.ink
    doc.save().lineWidth(0.4).dash(2, { space: 2 })
    doc.rect(left, top, CELL.width, CELL.height).stroke(CUT).restore()
  }
}

/** The sheets as a PDF document, drawn in the language of `i18n`. */
export function renderVoucherSheet(
  vouchers: readonly ListedVoucher[],
  of: SheetOf,
  i18n: I18n
): Promise<Buffer> {
  const about = {
    title: i18n.t('voucher.sheet.title'),
    author: printable(of.issuer.name),
    at: of.at,
    language: i18n.locale,
  }
  return pdfOctets(about, (doc) => new VoucherSheet(new Typesetter(doc), of, i18n).draw(vouchers))
}
