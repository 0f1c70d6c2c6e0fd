const NAIROBI_OFFSET_MS = 3 * 60 * 60 * 1000
const DIGITS = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/

/** `20260607111234` in Nairobi, which knows no summer time. */
export function nairobiDigits(epochMs: number): string {
  return new Date(epochMs + NAIROBI_OFFSET_MS).toISOString().slice(0, 19).replace(/\D/g, '')
}

/** Whether 14 digits are a time that exists: `20260230…` is none. */
export function isTimestamp(digits: unknown): digits is string {
  const parts = typeof digits === 'string' ? DIGITS.exec(digits) : null
  if (!parts) return false
  const [, year, month, day, hour, minute, second] = parts
  const epoch = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+03:00`)
  return !Number.isNaN(epoch) && nairobiDigits(epoch) === digits
}
