import { Money } from '#core/money'
import { withTax, type TaxRule } from '#core/tax'

/** Amounts of a payment as they are stored, in minor units. */
export interface PaidAmounts {
  amountMinor: number
  discountMinor: number
  taxMinor: number
  currency: string
}

export interface ReceiptAmounts {
  /** Before discount; with the tax in it where prices contain it. */
  price: Money
  /** null when there was none */
  discount: Money | null
  /** The total without its tax; null when there is no tax. */
  net: Money | null
  /** null when there is none */
  tax: Money | null
  /** null when the rate of today does not lead to the tax that was charged. */
  taxPercent: number | null
  /** The price contains the tax. */
  inclusive: boolean
  total: Money
}

/**
 * What stands on a receipt. The stored amounts count: a rate that was changed
 * since is not printed beside a tax it did not make.
 */
export function receiptAmounts(paid: PaidAmounts, rule: TaxRule): ReceiptAmounts {
  const money = (minor: number) => Money.of(minor, paid.currency)
  const total = money(paid.amountMinor)
  const net = money(paid.amountMinor - paid.taxMinor)
  const taxed = paid.taxMinor > 0
  const inclusive = !taxed || rule.inclusive

  const charged = withTax(inclusive ? total : net, { ...rule, inclusive })
  return {
    price: (inclusive ? total : net).plus(money(paid.discountMinor)),
    discount: paid.discountMinor > 0 ? money(paid.discountMinor) : null,
    net: taxed ? net : null,
    tax: taxed ? money(paid.taxMinor) : null,
    taxPercent: taxed && charged.tax.minor === paid.taxMinor ? rule.percent : null,
    inclusive,
    total,
  }
}
