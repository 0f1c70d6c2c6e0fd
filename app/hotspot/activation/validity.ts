import type { DateTime } from 'luxon'

/** How long a package runs. */
export interface Validity {
  validitySeconds: number
  /** Calendar months instead of seconds. */
  validityMonths: number | null
  /** Runs on to the end of its last day, in the tenant's zone. */
  untilMidnight: boolean
}

/**
 * When a package ends that begins, or is added, at `from`. Months and midnights
 * are the tenant's: 31 January and a month is 28 February, and a day on which
 * clocks change is as long as it is there.
 *
 * @returns UTC
 */
export function endOf(validity: Validity, from: DateTime, zone: string): DateTime {
  const local = from.setZone(zone)
  const end = validity.validityMonths
    ? local.plus({ months: validity.validityMonths })
    : local.plus({ seconds: validity.validitySeconds })
  return (validity.untilMidnight ? lastSecondOf(end, local) : end).toUTC()
}

/** A package bought at midnight for a day ends that day, not the next. */
function lastSecondOf(end: DateTime, start: DateTime): DateTime {
  const midnight = end.startOf('day')
  const day = end.equals(midnight) && midnight > start ? midnight.minus({ seconds: 1 }) : end
  return day.endOf('day').startOf('second')
}
