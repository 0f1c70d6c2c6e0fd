import type { I18n } from '@adonisjs/i18n'
import { pdfOctets } from '#payments/receipts/pdf/pdf_octets'
import { Typesetter } from '#payments/receipts/pdf/typesetter'
import type { Receipt, ReceiptFormat } from '#payments/receipts/receipt'
import { ReceiptPage } from '#payments/receipts/receipt_page'
import { ReceiptRoll } from '#payments/receipts/receipt_roll'
import { receiptText, type Issuer } from '#payments/receipts/receipt_text'

/** The receipt as a PDF document. The same payment, settings and language give the same page. */
export function renderReceipt(
  receipt: Receipt,
  issuer: Issuer,
  i18n: I18n,
  format: ReceiptFormat
): Promise<Buffer> {
  const text = receiptText(receipt, issuer, i18n)
  const about = {
    title: `${text.title} ${text.number}`,
    author: text.issuer,
    at: receipt.paidAt,
    language: i18n.locale,
  }
  return pdfOctets(about, (doc) => {
    const ink = new Typesetter(doc)
    if (format === '58mm' || format === '80mm') new ReceiptRoll(ink, format).draw(text)
    else new ReceiptPage(ink, format).draw(text)
  })
}
