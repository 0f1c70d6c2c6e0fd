const DHAKA_OFFSET_MS = 6 * 60 * 60 * 1000

/** `2026-06-07 11:12:34` in Dhaka, which knows no summer time. */
export function dhakaTime(epochMs: number): string {
  return new Date(epochMs + DHAKA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}

/** `20260607111234` in Dhaka. */
export function dhakaDigits(epochMs: number): string {
  return dhakaTime(epochMs).replace(/\D/g, '')
}

/** Milliseconds since the Unix epoch, or undefined for what is no such time. */
export function parseDhakaDigits(digits: unknown): number | undefined {
  if (typeof digits !== 'string' || !/^\d{14}$/.test(digits)) return undefined
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits) ?? []
  const epoch = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+06:00`)
  return Number.isNaN(epoch) ? undefined : epoch
}
