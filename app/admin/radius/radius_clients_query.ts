import type { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import { containing } from '#core/like_pattern'
import { SILENT_HOURS } from '#platform/health/silence'

export const HEARD = ['lately', 'silent', 'never'] as const
export type Heard = (typeof HEARD)[number]

export interface ClientFilters {
  q: string
  heard: Heard | null
  /** Of one tenant alone. */
  tenantId?: number
}

export interface RadiusClientRow {
  address: string
  tenantId: number
  tenantName: string
  slug: string
  routerId: number
  createdAt: DateTime
  /** The last packet it sent to FreeRADIUS, as last collected. */
  heardAt: DateTime | null
  heard: Heard
  /** When a visit of ours was last answered. */
  answeredAt: DateTime | null
}

interface Row {
  address: string
  tenant_id: string
  name: string
  slug: string
  router_id: string
  created_at: Date
  heard_at: Date | null
  heard: Heard
  answered_at: Date | null
}

const STATE = `case when p.heard_at is null then 'never'
  when p.heard_at < now() - interval '${SILENT_HOURS} hours' then 'silent' else 'lately' end`

const MATCHES = `
  from platform.radius_clients c join platform.tenants t on t.id = c.tenant_id
       left join platform.router_packets p
              on p.tenant_id = c.tenant_id and p.router_id = c.router_id
 where (:q = '' or host(c.address) like :pattern or t.name ilike :pattern or t.slug ilike :pattern)
   and (:heard = '' or ${STATE} = :heard) and (:tenantId = 0 or c.tenant_id = :tenantId)`

/** Routers that FreeRADIUS answers, who fell silent first. Their secrets are not read. */
export async function radiusClientsQuery(
  db: Database,
  filters: ClientFilters,
  { limit, offset }: { limit: number; offset: number }
): Promise<RadiusClientRow[]> {
  const { rows } = await db.connection('app').rawQuery<{ rows: Row[] }>(
    `select host(c.address) as address, c.tenant_id, t.name, t.slug, c.router_id, c.created_at,
            p.heard_at, ${STATE} as heard,
            (select r.at from platform.router_readings r
              where r.tenant_id = c.tenant_id and r.router_id = c.router_id and r.answered > 0
              order by r.at desc limit 1) as answered_at
     ${MATCHES}
      order by array_position(array['silent', 'never', 'lately'], ${STATE}), p.heard_at, c.address
      limit :limit offset :offset`,
    { ...bindings(filters), limit, offset }
  )
  return rows.map((row) => ({
    address: row.address,
    tenantId: Number(row.tenant_id),
    tenantName: row.name,
    slug: row.slug,
    routerId: Number(row.router_id),
    createdAt: DateTime.fromJSDate(row.created_at, { zone: 'utc' }),
    heardAt: toDateTime(row.heard_at),
    heard: row.heard,
    answeredAt: toDateTime(row.answered_at),
  }))
}

export async function radiusClientsCount(db: Database, filters: ClientFilters): Promise<number> {
  const { rows } = await db
    .connection('app')
    .rawQuery<{ rows: { count: string }[] }>(
      `select count(*) as count ${MATCHES}`,
      bindings(filters)
    )
  return Number(rows[0]?.count)
}

function bindings({ q, heard, tenantId = 0 }: ClientFilters) {
  return { q, pattern: containing(q), heard: heard ?? '', tenantId }
}
