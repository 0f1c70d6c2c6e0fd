import type { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'

/** What was last collected of a tenant (app/platform/health); null what never was. */
export interface TenantHealth {
  collectedAt: DateTime | null
  failedAt: DateTime | null
  sizeOctets: number | null
  routersUp: number | null
  routersDown: number | null
  deadCommands: number | null
  failedSms: number | null
  failedJobs: number | null
  /** Of all three kinds. */
  errors: number | null
  acceptsHour: number | null
  rejectsHour: number | null
  accountingHour: number | null
  /** The last RADIUS packet of any router. */
  heardAt: DateTime | null
  /** Are there routers, and was none of them heard for hours? */
  isSilent: boolean
  /** Minor units of the tenant's currency; negative when more was given back than came in. */
  revenueMinor: number | null
  lastActivityAt: DateTime | null
}

/** Of platform.tenant_health, as pg hands it over. */
export interface HealthRow {
  collected_at: Date | null
  failed_at: Date | null
  size_octets: string | null
  routers_up: number | null
  routers_down: number | null
  dead_commands: number | null
  failed_sms: number | null
  failed_jobs: number | null
  errors: number | null
  accepts_hour: number | null
  rejects_hour: number | null
  accounting_hour: number | null
  heard_at: Date | null
  is_silent: boolean
  revenue_minor: string | null
  last_activity_at: Date | null
}

export function healthOf(row: HealthRow): TenantHealth {
  return {
    collectedAt: toDateTime(row.collected_at),
    failedAt: toDateTime(row.failed_at),
    sizeOctets: number(row.size_octets),
    routersUp: row.routers_up,
    routersDown: row.routers_down,
    deadCommands: row.dead_commands,
    failedSms: row.failed_sms,
    failedJobs: row.failed_jobs,
    errors: row.errors,
    acceptsHour: row.accepts_hour,
    rejectsHour: row.rejects_hour,
    accountingHour: row.accounting_hour,
    heardAt: toDateTime(row.heard_at),
    isSilent: row.is_silent,
    revenueMinor: number(row.revenue_minor),
    lastActivityAt: toDateTime(row.last_activity_at),
  }
}

function number(value: string | null): number | null {
  return value === null ? null : Number(value)
}
