/** bKash's amounts: decimal strings with at most two decimals, no sign, no leading zero. */
const AMOUNT = /^(?:0|[1-9]\d{0,9})(?:\.\d{1,2})?$/

/** @returns poisha (hundredths of a taka), or undefined when bKash would not take the amount. */
export function parseAmount(value: unknown): number | undefined {
  if (typeof value !== 'string' || !AMOUNT.test(value)) return undefined
  const [taka = '0', decimals = ''] = value.split('.')
  const poisha = Number(taka) * 100 + Number(decimals.padEnd(2, '0'))
  return poisha > 0 ? poisha : undefined
}

export function formatAmount(poisha: number): string {
  return `${Math.floor(poisha / 100)}.${String(poisha % 100).padStart(2, '0')}`
}
