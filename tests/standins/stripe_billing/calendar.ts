import type { Interval } from './records.js'

export const MINUTE = 60
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/**
 * The moment a number of intervals after another, in seconds. Months keep the day they began
 * with where they have it, else their last (docs.stripe.com/billing/subscriptions/billing-cycle).
 */
export function after(from: number, interval: Interval, count: number): number {
  if (interval === 'day') return from + count * DAY
  if (interval === 'week') return from + count * 7 * DAY
  const months = interval === 'year' ? count * 12 : count
  const start = new Date(from * 1000)
  const day = start.getUTCDate()
  const moved = new Date(start)
  moved.setUTCDate(1)
  moved.setUTCMonth(moved.getUTCMonth() + months)
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate()
  moved.setUTCDate(Math.min(day, last))
  return Math.floor(moved.getTime() / 1000)
}

/** The first end of a period, counted from the anchor, that is later than a moment. */
export function periodEndAfter(
  anchor: number,
  interval: Interval,
  count: number,
  now: number
): number {
  let periods = 1
  while (after(anchor, interval, count * periods) <= now) periods += 1
  return after(anchor, interval, count * periods)
}
