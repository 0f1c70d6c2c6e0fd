import { DateTime } from 'luxon'
import { paymentFilters, periodOf } from '#dashboard/payments/payment_filters'
import type { Period } from '#payments/reports/movements'

/** No report reads more than a leap year. */
const DAYS_AT_MOST = 366

export interface ReportPeriod extends Period {
  /** Days of the ISP's calendar, YYYY-MM-DD, both included. */
  from: string
  to: string
}

/**
 * The period a report is asked for: this month up to today when the question says nothing. One
 * that ends before it begins is its last day, and one that is too long is cut at its beginning.
 */
export function reportPeriod(
  query: Record<string, unknown>,
  { timezone }: { timezone: string },
  now: DateTime
): ReportPeriod {
  const asked = paymentFilters(query)
  const today = now.setZone(timezone)
  const last = asked.to ? DateTime.fromISO(asked.to, { zone: timezone }) : today
  const first = asked.from ? DateTime.fromISO(asked.from, { zone: timezone }) : last.set({ day: 1 })
  const earliest = DateTime.max(first, last.minus({ days: DAYS_AT_MOST - 1 }))
  const days = { from: dayOf(DateTime.min(earliest, last)), to: dayOf(last) }
  const { since, until } = periodOf(days, timezone)
  if (!since || !until) throw new Error(`${days.from} to ${days.to} is no period`)
  return { ...days, since: since.toJSDate(), until: until.toJSDate() }
}

function dayOf(at: DateTime): string {
  return at.toFormat('yyyy-MM-dd')
}
