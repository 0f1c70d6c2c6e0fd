import { Money } from '#core/money'
import { halfUp } from '#core/rounding'

export interface TaxRule {
  /** 0 to 50, with up to two decimals. */
  percent: number
  /** The prices on the portal contain the tax. */
  inclusive: boolean
}

export interface TaxedAmount {
  total: Money
  /** The part of the total that is tax. */
  tax: Money
}

/**
 * What a customer pays for a net price (after discount), and how much of it is
 * tax. Rounded once to the minor unit (rounding.ts); all in whole hundredths of
 * a percent, so that no float takes part.
 */
export function withTax(price: Money, { percent, inclusive }: TaxRule): TaxedAmount {
  const rate = BigInt(Math.round(percent * 100))
  const minor = BigInt(price.minor)
  const tax = inclusive ? halfUp(minor * rate, 10_000n + rate) : halfUp(minor * rate, 10_000n)

  const taxed = Money.of(Number(tax), price.currency)
  return { total: inclusive ? price : price.plus(taxed), tax: taxed }
}
