import type { I18n } from '@adonisjs/i18n'
import type { DateTime } from 'luxon'
import type { Money } from '#core/money'
import { printable } from '#payments/receipts/pdf/text_runs'
import { methodName } from '#payments/receipts/method_name'
import type { Receipt } from '#payments/receipts/receipt'
import { receiptAmounts } from '#payments/receipts/receipt_amounts'
import { receiptMark, type ReceiptMark } from '#payments/receipts/receipt_mark'
import { receiptNumber } from '#payments/receipts/receipt_number'
import type Tenant from '#tenancy/models/tenant'
import { tenantSettings, type TenantSettings } from '#tenancy/settings'

export type Issuer = Pick<Tenant, 'name' | 'slug' | 'timezone' | 'brandColor' | 'settings'>

export interface Line {
  label: string
  value: string
}

/** A receipt in words, the same for every format. */
export interface ReceiptText {
  issuer: string
  brandColor: string
  title: string
  number: string
  paidAt: string
  about: Line[]
  /** From the price down to the last one before the total. */
  amounts: Line[]
  total: Line
  /** Where prices contain the tax: how much of the total it is. */
  included: Line[]
  mark: ReceiptMark | null
  note: string
  thanks: string
}

/** @param i18n of the language the receipt is written in */
export function receiptText(receipt: Receipt, issuer: Issuer, i18n: I18n): ReceiptText {
  const settings = tenantSettings(issuer)
  const t = (key: string, data?: Record<string, string>) => i18n.t(`receipt.${key}`, data)
  const when = (at: DateTime) =>
    at.setZone(issuer.timezone).setLocale(i18n.locale).toFormat('d LLL yyyy, HH:mm')
  const line = (key: string, value: string | null) =>
    value ? [{ label: t(key), value: printable(value) }] : []

  return {
    issuer: printable(issuer.name),
    brandColor: issuer.brandColor,
    title: t('title'),
    number: receiptNumber(receipt.receiptNo, issuer),
    paidAt: when(receipt.paidAt),
    about: [
      ...line('customer', receipt.customerName),
      ...line('mobile', receipt.mobile),
      ...line('package', receipt.packageName),
      ...line('valid_from', receipt.validFrom && when(receipt.validFrom)),
      ...line('valid_to', receipt.validTo && when(receipt.validTo)),
      ...line('method', methodName(receipt.method, i18n)),
      ...line('transaction', receipt.gatewayTransaction),
      ...line('received_by', receipt.receivedByName),
      ...line('tax_number', settings.taxNumber),
    ],
    ...amountLines(receipt, settings, i18n),
    mark: receiptMark(receipt, i18n, when),
    note: printable(settings.receiptNote),
    thanks: t('thanks'),
  }
}

type TaxSettings = Pick<TenantSettings, 'taxPercent' | 'taxInclusive' | 'taxName'>

function amountLines(
  receipt: Receipt,
  { taxPercent, taxInclusive, taxName }: TaxSettings,
  i18n: I18n
): Pick<ReceiptText, 'amounts' | 'total' | 'included'> {
  const found = receiptAmounts(receipt, { percent: taxPercent, inclusive: taxInclusive })
  const text = (money: Money) => money.format(i18n.locale)
  const line = (key: string, money: Money | null, sign = '') =>
    money ? [{ label: i18n.t(`receipt.${key}`), value: `${sign}${text(money)}` }] : []

  const name = printable(taxName) || i18n.t('receipt.tax')
  const percent = found.taxPercent && i18n.formatNumber(found.taxPercent)
  const tax = found.tax
    ? [
        {
          label: percent ? i18n.t('receipt.tax_at', { tax: name, percent }) : name,
          value: text(found.tax),
        },
      ]
    : []
  const net = line('net', found.net)
  const plain = found.discount === null && (found.inclusive || tax.length === 0)
  return {
    amounts: plain
      ? []
      : [
          ...line('price', found.price),
          ...line('discount', found.discount, '−'),
          ...(found.inclusive ? [] : [...(found.discount ? net : []), ...tax]),
        ],
    total: { label: i18n.t('receipt.total'), value: text(found.total) },
    included: found.inclusive ? [...net, ...tax] : [],
  }
}
