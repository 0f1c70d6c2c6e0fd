/** How RouterOS writes values, read back. Everything here takes what a router might say. */

/** `yes` in the terminal and on old versions, `true` over the API. */
export function isYes(value: string | undefined): boolean {
  return value === 'yes' || value === 'true'
}

/** A whole number, with what RouterOS may put behind it (`12%`); null for anything else. */
export function readNumber(value: string | undefined): number | null {
  const digits = /^-?\d{1,15}/.exec(value ?? '')?.[0]
  return digits === undefined ? null : Number(digits)
}

/** Items of a comma list. */
export function readList(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((item) => item !== '')
}

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  w: 604_800,
  d: 86_400,
  h: 3600,
  m: 60,
  s: 1,
}

/** A duration such as `3d4h5m6s` or `00:05:00` in whole seconds; null when it is none. */
export function readSeconds(value: string | undefined): number | null {
  const clock = /^(\d{1,4}):(\d{2}):(\d{2})$/.exec(value ?? '')
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3])
  if (!value || !/^(?:\d{1,9}(?:ms|us|ns|[wdhms]))+$/.test(value)) return null

  const parts = value.matchAll(/(\d+)(ms|us|ns|[wdhms])/g)
  return [...parts].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNIT_SECONDS[unit] ?? 0),
    0
  )
}

/** Numbers of a version such as `7.20.1 (stable)` or `6.49.17`; null when it is none. */
export function readVersion(
  value: string | undefined
): { major: number; minor: number; text: string } | null {
  const found = /^(\d{1,3})\.(\d{1,3})\S*/.exec(value ?? '')
  return found && { major: Number(found[1]), minor: Number(found[2]), text: found[0] }
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * What a router's clock says, as epoch milliseconds. The date is `2026-11-22` since RouterOS
 * 7.10 and `nov/22/2026` before; gmt-offset is `+06:00`, or seconds.
 */
export function readClock(row: Readonly<Record<string, string>>): number | null {
  const day = readDay(row.date ?? '')
  const time = /^(\d{2}):(\d{2}):(\d{2})/.exec(row.time ?? '')
  if (!day || !time) return null
  const [, hours, minutes, seconds] = time
  return (
    Date.UTC(day.year, day.month, day.day, Number(hours), Number(minutes), Number(seconds)) -
    offsetSeconds(row['gmt-offset'] ?? '') * 1000
  )
}

function readDay(date: string): { year: number; month: number; day: number } | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]) - 1, day: Number(iso[3]) }

  const [, name = '', day, year] = /^([a-z]{3})\/(\d{2})\/(\d{4})$/i.exec(date) ?? []
  const month = MONTHS.indexOf(name.toLowerCase())
  return month === -1 ? null : { year: Number(year), month, day: Number(day) }
}

function offsetSeconds(offset: string): number {
  const clock = /^([+-])(\d{2}):(\d{2})$/.exec(offset)
  if (!clock) return readNumber(offset) ?? 0
  const seconds = Number(clock[2]) * 3600 + Number(clock[3]) * 60
  return clock[1] === '-' ? -seconds : seconds
}
