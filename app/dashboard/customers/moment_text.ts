import type { DateTime } from 'luxon'

/** A moment as one says it: the time of today, otherwise the day too. */
export function momentText(at: DateTime, now: DateTime, zone: string, locale: string): string {
  const local = at.setZone(zone).setLocale(`${locale}-u-nu-latn`)
  const here = now.setZone(zone)
  if (local.hasSame(here, 'day')) return local.toFormat('HH:mm')
  return local.toFormat(local.hasSame(here, 'year') ? 'd LLL, HH:mm' : 'd LLL yyyy, HH:mm')
}
