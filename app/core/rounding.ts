/**
 * The one rule by which a fraction of a minor unit becomes a whole one: to the nearest, a half
 * up. Tax, the tax within a refund and estimated fees are rounded by it, each amount once, so
 * that a total is always the sum of the amounts that are shown. All in whole numbers.
 *
 * @param numerator 0 or more
 */
export function halfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator)
}

/** The same rule in SQL, of two expressions of whole numbers. */
export function halfUpSql(numerator: string, denominator: string): string {
  return `div(2 * (${numerator})::numeric + (${denominator}), 2 * (${denominator}))`
}
