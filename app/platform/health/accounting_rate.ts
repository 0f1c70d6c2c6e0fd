import type { DateTime } from 'luxon'

export interface AccountingCount {
  at: DateTime
  /** Packets since Postgres counts. */
  total: number
}

/** Shorter than this, one packet more or less would say too much. */
const SHORTEST_SECONDS = 30

/**
 * Accounting packets an hour, at the pace of the time since the round before. Null at the first
 * round, and at the one after Postgres has lost its counters (it does when it crashes).
 */
export function accountingAnHour(
  before: AccountingCount | null,
  { at, total }: AccountingCount
): number | null {
  if (!before || total < before.total) return null
  const { seconds } = at.diff(before.at, 'seconds')
  if (seconds < SHORTEST_SECONDS) return null
  return Math.round(((total - before.total) * 3600) / seconds)
}
