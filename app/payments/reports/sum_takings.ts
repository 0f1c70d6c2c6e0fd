import type { Takings } from '#payments/reports/takings_query'

export type TakingsSum = Omit<Takings, 'day'>

/** The days of a period added up, by way to pay and currency. */
export function sumTakings(takings: readonly TakingsSum[]): TakingsSum[] {
  const sums = new Map<string, TakingsSum>()
  for (const one of takings) {
    const key = `${one.method} ${one.currency}`
    sums.set(key, added(sums.get(key) ?? nothing(one), one))
  }
  return [...sums.values()]
}

/** One line for each currency: never a sum of different ones. */
export function totalsByCurrency(takings: readonly TakingsSum[]): TakingsSum[] {
  return sumTakings(takings.map((one) => ({ ...one, method: '' })))
}

function nothing({ method, currency }: TakingsSum): TakingsSum {
  return {
    method,
    currency,
    sales: 0,
    grossMinor: 0,
    undoneMinor: 0,
    refundedMinor: 0,
    taxMinor: 0,
    netMinor: 0,
    feeMinor: 0,
  }
}

function added(sum: TakingsSum, one: TakingsSum): TakingsSum {
  return {
    ...sum,
    sales: sum.sales + one.sales,
    grossMinor: sum.grossMinor + one.grossMinor,
    undoneMinor: sum.undoneMinor + one.undoneMinor,
    refundedMinor: sum.refundedMinor + one.refundedMinor,
    taxMinor: sum.taxMinor + one.taxMinor,
    netMinor: sum.netMinor + one.netMinor,
    feeMinor: sum.feeMinor + one.feeMinor,
  }
}
