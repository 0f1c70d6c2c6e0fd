import { DateTime } from 'luxon'
import i18nManager from '@adonisjs/i18n/services/main'
import PDFDocument from 'pdfkit'
import { buffer } from 'node:stream/consumers'
import type { Receipt, ReceiptFormat } from '#payments/receipts/receipt'
import { renderReceipt } from '#payments/receipts/render_receipt'
import { receiptText, type Issuer } from '#payments/receipts/receipt_text'
import type { Bench } from '../bench.js'
import { byTurns, median, rate, result } from '../measure.js'

const RECEIPTS = 60
const PAIRS = 4

const ISSUER: Issuer = {
  name: 'GreenNet গ্রীননেট',
  slug: 'greennet',
  timezone: 'Asia/Dhaka',
  brandColor: '#0f766e',
  settings: { taxPercent: 15, taxInclusive: true, receiptNote: 'টাকা ফেরতযোগ্য নয়।' },
}

/**
 * [receipt-pdf] Receipts a second on one core, in Bangla on A5 and on a 58 mm roll, each of
 * another customer. Baseline: the same lines drawn by pdfkit in its built-in Helvetica, which
 * shapes, splits and embeds nothing (and cannot show Bangla).
 */
export const receiptPdf: Bench = {
  name: 'receipt-pdf',
  describe: 'Bangla receipts/s, A5 and 58 mm, against the same lines in built-in Helvetica',

  async run() {
    const measure = async (name: string, format: ReceiptFormat) => {
      const { ours, theirs } = await byTurns(
        PAIRS,
        () => rate(RECEIPTS, 1, (index) => shaped(receipt(index), format)),
        () => rate(RECEIPTS, 1, (index) => plain(receipt(index)))
      )
      return result(name, 'receipts/s', median(ours), median(theirs))
    }
    return [await measure('receipt-pdf', 'a5'), await measure('receipt-pdf-roll', '58mm')]
  },
}

async function shaped(of: Receipt, format: ReceiptFormat): Promise<void> {
  expectPdf(await renderReceipt(of, ISSUER, i18nManager.locale('bn'), format))
}

async function plain(of: Receipt): Promise<void> {
  const text = receiptText(of, { ...ISSUER, name: 'GreenNet' }, i18nManager.locale('en'))
  const doc = new PDFDocument({ size: 'A5' })
  const octets = buffer(doc)
  doc.text(text.issuer).text(text.title).text(text.number).text(text.paidAt)
  for (const { label, value } of [...text.about, ...text.amounts, text.total, ...text.included]) {
    doc.text(label, { continued: true }).text(` ${value}`)
  }
  doc.text(text.thanks).end()
  expectPdf(await octets)
}

function receipt(index: number): Receipt {
  const paidAt = DateTime.utc(2026, 6, 1, 12).plus({ minutes: index })
  return {
    id: index + 1,
    receiptNo: index + 1,
    customerId: index + 1,
    customerName: `রহিমা খাতুন ${index}`,
    mobile: `+8801712${String(index).padStart(6, '0')}`,
    language: 'bn',
    packageName: 'সাপ্তাহিক প্যাকেজ',
    validFrom: paidAt,
    validTo: paidAt.plus({ days: 7 }),
    method: 'bkash',
    gatewayTransaction: `BFD${index}JRLST`,
    receivedByName: null,
    paidAt,
    undone: null,
    refunds: [],
    amountMinor: 11_500,
    discountMinor: 0,
    taxMinor: 1500,
    currency: 'BDT',
  }
}

function expectPdf(octets: Buffer): void {
  if (!octets.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Error('That is no PDF')
}
