/** Decimal strings of taka as merchants write them: at most two decimals, no sign, no spaces. */
const AMOUNT = /^(?:0|[1-9]\d{0,9})(?:\.\d{1,2})?$/

/** How a gateway writes amounts back: `50.5` as `50.5`, `50.50` or `50.5000`. */
export type AmountStyle = 'plain' | 'two' | 'four'

export const AMOUNT_STYLES: readonly AmountStyle[] = ['plain', 'two', 'four']

/** @returns poisha (hundredths of a taka), or undefined when it is no amount above zero. */
export function parseTaka(value: unknown): number | undefined {
  if (typeof value !== 'string' || !AMOUNT.test(value)) return undefined
  const [taka = '0', decimals = ''] = value.split('.')
  const poisha = Number(taka) * 100 + Number(decimals.padEnd(2, '0'))
  return poisha > 0 ? poisha : undefined
}

export function formatTaka(poisha: number, style: AmountStyle = 'two'): string {
  const two = `${Math.floor(poisha / 100)}.${String(poisha % 100).padStart(2, '0')}`
  if (style === 'two') return two
  return style === 'four' ? `${two}00` : two.replace(/\.?0+$/, '')
}
