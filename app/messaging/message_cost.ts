import type { Money } from '#core/money'
import { microsOfMoney } from '#messaging/micros'

interface Priced {
  /** What one part costs at this account, as the ISP entered it. Millionths of the unit. */
  partPriceMicros: number | null
  partPriceCurrency: string | null
}

/**
 * What a message that was accepted cost: what the provider said, or else the parts at the
 * price that the ISP entered. Unknown where neither is known.
 */
export function messageCost(
  account: Priced,
  segments: number,
  reported: Money | undefined
): { costMicros: number | null; costCurrency: string | null } {
  if (reported) return { costMicros: microsOfMoney(reported), costCurrency: reported.currency }
  const { partPriceMicros, partPriceCurrency } = account
  if (partPriceMicros === null) return { costMicros: null, costCurrency: null }
  return { costMicros: partPriceMicros * segments, costCurrency: partPriceCurrency }
}
