import { Money } from '#core/money'
import { InvalidMoney } from '#core/money_errors'

/** An amount as a person typed it, in minor units; null when it is none of the currency. */
export function enteredMinor(decimal: string, currency: string): number | null {
  try {
    return Money.parse(decimal, currency).minor
  } catch (error) {
    if (error instanceof InvalidMoney) return null
    throw error
  }
}
