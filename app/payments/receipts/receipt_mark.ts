import type { I18n } from '@adonisjs/i18n'
import type { DateTime } from 'luxon'
import { Money } from '#core/money'
import { printable } from '#payments/receipts/pdf/text_runs'
import type { Receipt } from '#payments/receipts/receipt'

/** What stands over everything else on a receipt of money that did not stay. */
export interface ReceiptMark {
  mark: string
  explanation: string
}

/** @returns null when the payment stands as it was made */
export function receiptMark(
  { undone, refunds, amountMinor, currency }: Receipt,
  i18n: I18n,
  when: (at: DateTime) => string
): ReceiptMark | null {
  if (undone) {
    const words = i18n.t('receipt.undone_at', { at: when(undone.at), by: undone.by ?? '—' })
    const explanation = printable([words, undone.reason ?? ''].join(' '))
    return { mark: i18n.t('receipt.undone'), explanation }
  }
  if (refunds.length === 0) return null

  const gone = refunds.reduce((sum, refund) => sum + refund.amountMinor, 0)
  const lines = refunds.map((refund) => {
    const amount = Money.of(refund.amountMinor, currency).format(i18n.locale)
    return i18n.t('refunds.receipt.line', { amount, at: when(refund.at) })
  })
  return {
    mark: i18n.t(`refunds.receipt.${gone < amountMinor ? 'partly_refunded' : 'refunded'}`),
    explanation: printable(lines.join(' ')),
  }
}
