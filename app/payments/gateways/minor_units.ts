import { Money } from '#core/money'
import { InvalidMoney } from '#core/money_errors'

/** Amounts of gateways that count in minor units, as whole numbers. Null when it is none. */
export function minorMoney(amount: unknown, currency: unknown): Money | null {
  if (typeof amount !== 'number' || typeof currency !== 'string') return null
  try {
    return Money.of(amount, currency.toUpperCase())
  } catch (error) {
    if (error instanceof InvalidMoney) return null
    throw error
  }
}
