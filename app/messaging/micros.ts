import type { Money } from '#core/money'

/**
 * Prices of SMS in millionths of the currency's unit, since a part costs less than a minor
 * unit at many providers (USD 0.0079, BDT 0.355). Integers, so that sums are exact.
 */
const DECIMALS = 6
const DECIMAL = /^(\d{1,6})(?:\.(\d{1,6}))?$/

/** Reads "0.35"; null when it is no such price. */
export function parseMicros(decimal: string): number | null {
  const match = DECIMAL.exec(decimal.trim())
  return match ? Number(`${match[1]}${(match[2] ?? '').padEnd(DECIMALS, '0')}`) : null
}

/** "BDT 0.35": no sign of a currency is read as another's, and no rounding. At least two decimals. */
export function formatMicros(micros: number, currency: string): string {
  return `${currency} ${microsToDecimal(micros)}`
}

/** "0.35", with two decimals or as many as it takes. */
export function microsToDecimal(micros: number): string {
  const digits = String(micros).padStart(DECIMALS + 1, '0')
  const fraction = digits.slice(-DECIMALS).replace(/0{1,4}$/, '')
  return `${digits.slice(0, -DECIMALS)}.${fraction}`
}

/** What a provider said that a message cost. @throws RangeError beyond 2^53 */
export function microsOfMoney(money: Money): number {
  const [whole, fraction = ''] = money.toDecimal().split('.')
  const micros = Number(`${whole}${fraction.padEnd(DECIMALS, '0')}`)
  if (!Number.isSafeInteger(micros)) throw new RangeError('An SMS does not cost that much')
  return micros
}
