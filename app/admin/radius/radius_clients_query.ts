import type { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import { containing } from '#core/like_pattern'

export interface RadiusClientRow {
  address: string
  tenantId: number
  tenantName: string
  slug: string
  routerId: number
  createdAt: DateTime
  /** When a visit of ours was last answered; what it sent to FreeRADIUS stands in the ISP's schema. */
  answeredAt: DateTime | null
}

interface Row {
  address: string
  tenant_id: string
  name: string
  slug: string
  router_id: string
  created_at: Date
  answered_at: Date | null
}

const MATCHES = `
  from platform.radius_clients c join platform.tenants t on t.id = c.tenant_id
 where :q = '' or host(c.address) like :pattern or t.name ilike :pattern or t.slug ilike :pattern`

/** Routers that FreeRADIUS answers, by address. Their secrets are not read. */
export async function radiusClientsQuery(
  db: Database,
  q: string,
  { limit, offset }: { limit: number; offset: number }
): Promise<RadiusClientRow[]> {
  const { rows } = await db.connection('app').rawQuery<{ rows: Row[] }>(
    `select host(c.address) as address, c.tenant_id, t.name, t.slug, c.router_id, c.created_at,
            (select r.at from platform.router_readings r
              where r.tenant_id = c.tenant_id and r.router_id = c.router_id and r.answered > 0
              order by r.at desc limit 1) as answered_at
     ${MATCHES} order by c.address limit :limit offset :offset`,
    { q, pattern: containing(q), limit, offset }
  )
  return rows.map((row) => ({
    address: row.address,
    tenantId: Number(row.tenant_id),
    tenantName: row.name,
    slug: row.slug,
    routerId: Number(row.router_id),
    createdAt: DateTime.fromJSDate(row.created_at, { zone: 'utc' }),
    answeredAt: toDateTime(row.answered_at),
  }))
}

export async function radiusClientsCount(db: Database, q: string): Promise<number> {
  const { rows } = await db
    .connection('app')
    .rawQuery<{ rows: { count: string }[] }>(`select count(*) as count ${MATCHES}`, {
      q,
      pattern: containing(q),
    })
  return Number(rows[0]?.count)
}
