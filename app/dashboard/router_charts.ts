import type { DateTime } from 'luxon'
import { sparkline, type Sparkline } from '#dashboard/sparkline'
import { READING_MINUTES, type RouterReadingRow } from '#routers/health/router_readings'

const HOURS = 24
const STEP_MS = READING_MINUTES * 60_000
const STEPS = (HOURS * 60) / READING_MINUTES

export interface RouterCharts {
  sessions: Sparkline
  cpu: Sparkline
  memory: Sparkline
  roundTrip: Sparkline
  /** Share of visits that were answered, in percent; null before the first. */
  uptimePercent: number | null
}

/** The last day as lines of five minutes a step. */
export function routerCharts(rows: readonly RouterReadingRow[], now: DateTime): RouterCharts {
  const last = Math.floor(now.toMillis() / STEP_MS)
  const byStep = new Map(rows.map((row) => [Math.floor(row.at.toMillis() / STEP_MS), row]))
  const steps = Array.from({ length: STEPS }, (_, index) => byStep.get(last - STEPS + 1 + index))
  const line = (of: (row: RouterReadingRow) => number | null, ceiling?: number) =>
    sparkline(
      steps.map((row) => (row ? of(row) : null)),
      ceiling
    )

  const readings = rows.reduce((sum, row) => sum + row.readings, 0)
  const answered = rows.reduce((sum, row) => sum + row.answered, 0)
  return {
    sessions: line((row) => row.sessions),
    cpu: line((row) => row.cpuPercent, 100),
    memory: line((row) => row.memoryPercent, 100),
    roundTrip: line((row) => row.roundTripMs, 50),
    uptimePercent: readings === 0 ? null : Math.floor((answered * 1000) / readings) / 10,
  }
}
