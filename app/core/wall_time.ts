import type { DateTime } from 'luxon'

/**
 * What the clock on the wall shows in a zone, as a UTC time with the same
 * figures, so that months and days are added to it without a thought of offsets.
 *
 * Later moments never show less: while clocks that were set back pass an hour
 * for the second time, it counts as over.
 */
export function wallTime(at: DateTime, zone: string): DateTime {
  const local = at.setZone(zone)
  const [first, second] = local.getPossibleOffsets()
  if (!first || !second || local < second) return figures(local)
  return figures(change(first, second)).plus({ minutes: first.offset - second.offset })
}

/**
 * The moment at which the clock in a zone shows this. What clocks leave out is
 * the moment they are set forward; of what they show twice it is the second, so
 * that a later figure is never an earlier moment.
 */
export function momentOf(wall: DateTime, zone: string): DateTime {
  const shown = wall.setZone(zone, { keepLocalTime: true })
  if (figures(shown).equals(wall)) return shown.getPossibleOffsets().at(-1) ?? shown
  return change(shown.minus({ days: 1 }), shown.plus({ days: 1 }))
}

function figures(local: DateTime): DateTime {
  return local.setZone('utc', { keepLocalTime: true })
}

/** The first second of the offset that `after` has. */
function change(before: DateTime, after: DateTime): DateTime {
  let [old, fresh] = [Math.floor(before.toSeconds()), Math.ceil(after.toSeconds())]
  const at = (seconds: number) => before.plus({ seconds: seconds - before.toSeconds() })
  while (fresh - old > 1) {
    const middle = Math.floor((old + fresh) / 2)
    if (at(middle).offset === before.offset) old = middle
    else fresh = middle
  }
  return at(fresh)
}
