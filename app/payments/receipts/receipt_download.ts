import type { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'
import { receiptFormat, type Receipt } from '#payments/receipts/receipt'
import { receiptNumber } from '#payments/receipts/receipt_number'
import { renderReceipt } from '#payments/receipts/render_receipt'

/** A payment's id and ".pdf", in a path; more digits than a bigint has name no row. */
export const RECEIPT_FILE = { match: /^[1-9]\d{0,14}\.pdf$/, cast: Number.parseInt }

/**
 * Answers a request with a receipt: in the language and format it asks for,
 * else in the customer's language on A5.
 */
export async function sendReceipt(ctx: HttpContext, receipt: Receipt): Promise<void> {
  const { lang, format } = ctx.request.qs()
  const language = [lang, receipt.language, ctx.tenant.locale].find(isOurs)
  const i18n = i18nManager.locale(language ?? i18nManager.defaultLocale)
  const octets = await renderReceipt(receipt, ctx.tenant, i18n, receiptFormat(format))
  sendPdf(ctx, receiptNumber(receipt.receiptNo, ctx.tenant), octets)
}

/** @param name of the file, letters, digits and hyphens only */
export function sendPdf({ response }: HttpContext, name: string, octets: Buffer): void {
  response.header('content-type', 'application/pdf')
  response.header('content-disposition', `inline; filename="${name}.pdf"`)
  response.header('cache-control', 'private, no-store')
  response.header('x-content-type-options', 'nosniff')
  response.send(octets)
}

function isOurs(language: unknown): language is string {
  return typeof language === 'string' && i18nManager.supportedLocales().includes(language)
}
