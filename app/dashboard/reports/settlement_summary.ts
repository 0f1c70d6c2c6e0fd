import { receiptNumber } from '#payments/receipts/receipt_number'
import { MATCHES, type MatchedLine } from '#payments/reports/settlement_match_query'
import type Tenant from '#tenancy/models/tenant'

/** The page names this many of what does not match; the rest is counted. */
const SHOWN = 200

/** How many of each kind and how much, what the gateway kept, and what does not match by line. */
export function summaryOfMatches(
  matches: readonly MatchedLine[],
  tenant: Pick<Tenant, 'name' | 'slug'>
) {
  const odd = matches.filter(({ match }) => match !== 'matched')
  return {
    kinds: MATCHES.map((match) => {
      const lines = matches.filter((each) => each.match === match)
      return {
        match,
        count: lines.length,
        theirMinor: sum(lines.map(({ theirMinor }) => theirMinor)),
        ourMinor: sum(lines.map(({ ourMinor }) => ourMinor)),
      }
    }),
    feeMinor: sum(matches.map(({ feeMinor }) => feeMinor)),
    odd: odd.slice(0, SHOWN).map((each) => ({
      ...each,
      receipt: each.receiptNo === null ? null : receiptNumber(each.receiptNo, tenant),
    })),
    more: Math.max(0, odd.length - SHOWN),
  }
}

function sum(amounts: readonly (number | null)[]): number {
  return amounts.reduce<number>((total, each) => total + (each ?? 0), 0)
}
