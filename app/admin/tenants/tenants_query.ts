import type { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import type { TenantFilters, TenantOrder } from '#admin/tenants/tenant_filters'
import { toDateTime } from '#core/clock'
import { containing } from '#core/like_pattern'
import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'
import type { PlanCode } from '#tenancy/plans/plans'

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
  /** Minor units of the tenant's currency; negative when more was given back than came in. */
  revenueMinor: number | null
  lastActivityAt: DateTime | null
}

export interface ListedTenant {
  id: number
  slug: string
  name: string
  status: TenantStatus
  plan: PlanCode
  country: string
  currency: string
  schemaVersion: number
  createdAt: DateTime
  ownerEmail: string | null
  health: TenantHealth
}

interface Row {
  id: string
  slug: string
  name: string
  status: TenantStatus
  plan: PlanCode
  country: string
  currency: string
  schema_version: number
  created_at: Date
  owner: string | null
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
  revenue_minor: string | null
  last_activity_at: Date | null
}

/** Each ends with the id, so that no page repeats another's rows. */
const ORDERS: Record<TenantOrder, string> = {
  newest: 't.id desc',
  name: 'lower(t.name), t.id',
  active: 'h.last_activity_at desc nulls last, t.id desc',
  size: 'h.size_octets desc nulls last, t.id desc',
  errors: 'errors desc nulls last, t.id desc',
}

const MATCHES = `
  (:q = '' or t.name ilike :pattern or t.slug ilike :pattern or exists (
     select from platform.memberships m join platform.accounts a on a.id = m.account_id
      where m.tenant_id = t.id and m.role = 'owner' and a.email ilike :pattern))
  and (:state = '' or t.status = :state) and (:plan = '' or t.plan = :plan)
  and (:country = '' or t.country = :country) and (:id = 0 or t.id = :id)`

/** So many tenants, from the platform's own tables alone: none of their schemas is asked. */
export async function tenantsQuery(
  db: Database,
  filters: TenantFilters,
  { limit, offset, id = 0 }: { limit: number; offset: number; id?: number }
): Promise<ListedTenant[]> {
  const { rows } = await db.connection('app').rawQuery<{ rows: Row[] }>(
    `select t.id, t.slug, t.name, t.status, t.plan, t.country, t.currency, t.schema_version,
            t.created_at, h.*, h.dead_commands + h.failed_sms + h.failed_jobs as errors,
            (select a.email from platform.memberships m join platform.accounts a on a.id = m.account_id
              where m.tenant_id = t.id and m.role = 'owner' order by m.created_at limit 1) as owner
       from platform.tenants t left join platform.tenant_health h on h.tenant_id = t.id
      where ${MATCHES} order by ${ORDERS[filters.order]} limit :limit offset :offset`,
    { ...bindings(filters, id), limit, offset }
  )
  return rows.map(tenantOf)
}

export async function tenantsCount(db: Database, filters: TenantFilters): Promise<number> {
  const { rows } = await db
    .connection('app')
    .rawQuery<{ rows: { count: string }[] }>(
      `select count(*) as count from platform.tenants t where ${MATCHES}`,
      bindings(filters, 0)
    )
  return Number(rows[0]?.count)
}

/** Countries that there are tenants in. */
export async function tenantCountries(db: Database): Promise<string[]> {
  const rows: { country: string }[] = await db
    .connection('app')
    .from('platform.tenants')
    .distinct('country')
    .orderBy('country')
  return rows.map(({ country }) => country)
}

function bindings({ q, state, plan, country }: TenantFilters, id: number) {
  return {
    q,
    pattern: containing(q),
    state: state ?? '',
    plan: plan ?? '',
    country: country ?? '',
    id,
  }
}

function tenantOf(row: Row): ListedTenant {
  return {
    id: Number(row.id),
    slug: row.slug,
    name: row.name,
    status: row.status,
    plan: row.plan,
    country: row.country,
    currency: row.currency,
    schemaVersion: row.schema_version,
    createdAt: DateTime.fromJSDate(row.created_at, { zone: 'utc' }),
    ownerEmail: row.owner,
    health: healthOf(row),
  }
}

function healthOf(row: Row): TenantHealth {
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
    revenueMinor: number(row.revenue_minor),
    lastActivityAt: toDateTime(row.last_activity_at),
  }
}

function number(value: string | null): number | null {
  return value === null ? null : Number(value)
}
