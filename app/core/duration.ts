import { numberFormat } from '#core/number_format'
const UNITS: ReadonlyArray<[unit: 'day' | 'hour' | 'minute', seconds: number]> = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** For people, at most two units: "1 day 4 hours", "5 minutes", "30 seconds". */
export function formatSeconds(seconds: number, locale = 'en'): string {
  const parts: string[] = []
  let rest = Math.max(0, Math.floor(seconds))
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size)
    if (count > 0 && parts.length < 2) parts.push(unitText(count, unit, locale))
    rest %= size
  }
  return parts.length > 0 ? parts.join(' ') : unitText(rest, 'second', locale)
}

function unitText(count: number, unit: string, locale: string): string {
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
