import { DateTime } from 'luxon'
import { healthOf, type HealthRow, type TenantHealth } from '#admin/tenants/tenant_health'
import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'
import type { PlanCode } from '#tenancy/plans/plans'

/** What the platform earns from a tenant a month, in minor units. */
export interface Earned {
  currency: string
  minor: number
}

/** What the database has as the page wants it. */
interface Particulars {
  slug: string
  name: string
  schema: string
  status: TenantStatus
  plan: PlanCode
  country: string
  currency: string
}

export interface ListedTenant extends Particulars {
  id: number
  schemaVersion: number
  isBehind: boolean
  createdAt: DateTime
  ownerEmail: string | null
  /** One a currency. */
  earned: Earned[]
  health: TenantHealth
}

export interface TenantRow extends Particulars, HealthRow {
  id: string
  schema_version: number
  is_behind: boolean
  created_at: Date
  owner: string | null
  earned: Earned[] | null
}

export function listedTenant(row: TenantRow): ListedTenant {
  return {
    id: Number(row.id),
    slug: row.slug,
    name: row.name,
    schema: row.schema,
    status: row.status,
    plan: row.plan,
    country: row.country,
    currency: row.currency,
    schemaVersion: row.schema_version,
    isBehind: row.is_behind,
    createdAt: DateTime.fromJSDate(row.created_at, { zone: 'utc' }),
    ownerEmail: row.owner,
    earned: row.earned ?? [],
    health: healthOf(row),
  }
}
