import type { DateTime } from 'luxon'
import { momentOf, wallTime } from '#core/wall_time'

/** How long a package runs. */
export interface Validity {
  validitySeconds: number
  /** Calendar months instead of seconds. */
  validityMonths: number | null
  /** Runs on to the end of its last day, in the tenant's zone. */
  untilMidnight: boolean
}

const DAY = 86_400

/**
 * When a package ends that begins, or is added, at `from`. Months, and days up
 * to midnight, are the tenant's: a day on which clocks change is one day. A
 * month that has no such day ends with its last one, to the second before
 * midnight, so that nobody who begins later ends earlier.
 *
 * @param begun when the package that goes on began: 31 January and a month is
 *   28 February, and with another month 31 March, as if two had been bought
 * @returns UTC
 */
export function endOf(validity: Validity, from: DateTime, zone: string, begun = from): DateTime {
  const { validitySeconds, validityMonths, untilMidnight } = validity
  if (validityMonths) return monthsLater(validity, validityMonths, from, zone, begun).toUTC()
  if (!untilMidnight) return from.plus({ seconds: validitySeconds }).toUTC()

  const wholeDays = validitySeconds % DAY === 0
  const end = wholeDays
    ? wallTime(from, zone).plus({ days: validitySeconds / DAY })
    : wallTime(from.plus({ seconds: validitySeconds }), zone)
  return momentOf(lastSecondOf(end, wallTime(from, zone)), zone).toUTC()
}

function monthsLater(
  { untilMidnight }: Validity,
  months: number,
  from: DateTime,
  zone: string,
  begun: DateTime
): DateTime {
  const [start, then] = [wallTime(begun, zone), wallTime(from, zone)]
  const end = (since: DateTime, count: number) => {
    const plain = addMonths(since, count)
    return momentOf(untilMidnight ? lastSecondOf(plain, since) : plain, zone)
  }
  const apart = (then.year - start.year) * 12 + then.month - start.month
  /** A month begun at midnight ends the second before, still in the month before. */
  const gone = [apart, apart + 1].find(
    (count) => count > 0 && isSameSecond(end(start, count), from)
  )
  return gone === undefined ? end(then, months) : end(start, gone + months)
}

function addMonths(wall: DateTime, months: number): DateTime {
  const end = wall.plus({ months })
  return end.day === wall.day ? end : end.endOf('day')
}

/** A package bought at midnight for a day ends that day, not the next. */
function lastSecondOf(end: DateTime, start: DateTime): DateTime {
  const midnight = end.startOf('day')
  const day = end.equals(midnight) && midnight > start ? midnight.minus({ seconds: 1 }) : end
  return day.endOf('day').startOf('second')
}

function isSameSecond(one: DateTime, other: DateTime): boolean {
  return Math.floor(one.toSeconds()) === Math.floor(other.toSeconds())
}
