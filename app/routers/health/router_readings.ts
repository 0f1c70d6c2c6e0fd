import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import type { RouterHealth } from '#routers/health/router_health'

export const READING_MINUTES = 5
const KEEP_DAYS = 31
const PRUNED_AT_ONCE = 20_000

/** Five minutes of a router's life. */
export interface RouterReadingRow {
  at: DateTime
  readings: number
  answered: number
  roundTripMs: number | null
  cpuPercent: number | null
  memoryPercent: number | null
  sessions: number | null
  findings: string[]
}

interface Row {
  at: Date
  readings: number
  answered: number
  round_trip_ms: number | null
  cpu_percent: number | null
  memory_percent: number | null
  sessions: number | null
  findings: string[]
}

/** What routers said over the last month (platform.router_readings, by primary key). */
@inject()
export class RouterReadings {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  /** Adds one visit to its five minutes: the latest figures, the highest load, every finding. */
  async add(tenantId: number, routerId: number, health: RouterHealth): Promise<void> {
    const reading = health.reachable ? health.reading : null
    await this.db.connection('app').rawQuery(
      `insert into platform.router_readings as r (tenant_id, router_id, at, readings, answered,
         round_trip_ms, cpu_percent, memory_percent, sessions, clock_offset, findings)
       values (:tenantId, :routerId,
         date_bin(make_interval(mins => :minutes), :at::timestamptz, 'epoch'::timestamptz),
         1, :answered, nullif(:roundTrip, '')::integer, nullif(:cpu, '')::integer,
         nullif(:memory, '')::integer, nullif(:sessions, '')::integer,
         nullif(:clockOffset, '')::integer, coalesce(string_to_array(nullif(:findings, ''), ','), '{}'))
       on conflict (tenant_id, router_id, at) do update set
         readings = r.readings + 1, answered = r.answered + excluded.answered,
         round_trip_ms = coalesce(excluded.round_trip_ms, r.round_trip_ms),
         cpu_percent = greatest(excluded.cpu_percent, r.cpu_percent),
         memory_percent = greatest(excluded.memory_percent, r.memory_percent),
         sessions = coalesce(excluded.sessions, r.sessions),
         clock_offset = coalesce(excluded.clock_offset, r.clock_offset),
         findings = array(select distinct unnest(r.findings || excluded.findings))`,
      {
        tenantId,
        routerId,
        minutes: READING_MINUTES,
        at: health.checkedAt,
        answered: health.reachable ? 1 : 0,
        roundTrip: text(reading?.roundTripMs),
        cpu: text(reading?.cpuPercent),
        memory: text(reading?.memoryPercent),
        sessions: text(reading?.sessions),
        clockOffset: text(reading?.clockOffsetSeconds),
        findings: health.findings.join(','),
      }
    )
  }

  /** The last hours of one router of this tenant's, oldest first. */
  async of(tenantId: number, routerId: number, hours = 24): Promise<RouterReadingRow[]> {
    const rows: Row[] = await this.db
      .connection('app')
      .from('platform.router_readings')
      .where({ tenant_id: tenantId, router_id: routerId })
      .where('at', '>', this.clock.now().minus({ hours }).toJSDate())
      .orderBy('at')
    return rows.map((row) => ({
      at: DateTime.fromJSDate(row.at, { zone: 'utc' }),
      readings: row.readings,
      answered: row.answered,
      roundTripMs: row.round_trip_ms,
      cpuPercent: row.cpu_percent,
      memoryPercent: row.memory_percent,
      sessions: row.sessions,
      findings: row.findings,
    }))
  }

  /** Forgets what is older than a month, some rows at a time (index router_readings_at). */
  async prune(): Promise<number> {
    const before = this.clock.now().minus({ days: KEEP_DAYS }).toJSDate()
    const result: { rowCount: number } = await this.db.connection('app').rawQuery(
      `delete from platform.router_readings where ctid = any (array(
         select ctid from platform.router_readings where at < :before limit :limit))`,
      { before, limit: PRUNED_AT_ONCE }
    )
    return result.rowCount === PRUNED_AT_ONCE
      ? result.rowCount + (await this.prune())
      : result.rowCount
  }
}

/** knex cannot tell Postgres the type of a null. */
function text(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}
