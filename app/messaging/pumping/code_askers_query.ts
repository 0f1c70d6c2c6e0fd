import type { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import type { AskerKind, Subject } from '#messaging/pumping/code_asker'

const SHOWN = 100

/** In so many days: from these on somebody stands out. */
const MANY_ASKED = 10
const MANY_WRONG = 5
/** Behind one address there may be a whole town. */
const MANY_AT_ADDRESS = 200

export interface CodeAskerRow extends Subject {
  tenantId: number
  tenantName: string
  asked: number
  wrong: number
  lastAt: DateTime | null
  /** The ISP's own router, which speaks for everybody behind it: it cannot be blocked. */
  isRouter: boolean
  blocked: { reason: string; by: string; at: DateTime } | null
}

interface Row {
  tenant_id: string
  name: string
  kind: AskerKind
  subject: string
  asked: string
  wrong: string
  last_at: Date | null
  is_router: boolean
  reason: string | null
  blocked_by: string | null
  blocked_at: Date | null
}

/**
 * Who is blocked, the latest first; then who asked for many codes or entered many wrong ones, the
 * worst first. Call outside a tenant's scope.
 */
export async function codeAskersQuery(db: Database, since: DateTime): Promise<CodeAskerRow[]> {
  const { rows } = await db.connection('app').rawQuery<{ rows: Row[] }>(
    `with lately as (
       select tenant_id, kind, subject, sum(asked) as asked, sum(wrong) as wrong, max(last_at) as last_at
         from platform.code_askers where day > :since group by 1, 2, 3
       having sum(asked) >= case kind when 'address' then ${MANY_AT_ADDRESS} else ${MANY_ASKED} end
           or sum(wrong) >= case kind when 'address' then ${MANY_AT_ADDRESS} else ${MANY_WRONG} end)
     select tenant_id, t.name, kind, subject, coalesce(l.asked, 0) as asked,
            coalesce(l.wrong, 0) as wrong, l.last_at, b.reason, b.blocked_by, b.blocked_at,
            kind = 'address' and exists (select from platform.radius_clients c
              where c.tenant_id = t.id and host(c.address) = subject) as is_router
       from lately l full join platform.code_blocks b using (tenant_id, kind, subject)
            join platform.tenants t on t.id = tenant_id
      order by b.blocked_at desc nulls last, coalesce(l.asked, 0) + coalesce(l.wrong, 0) desc, subject
      limit ${SHOWN}`,
    { since: since.toFormat('yyyy-MM-dd') }
  )
  return rows.map((row) => ({
    tenantId: Number(row.tenant_id),
    tenantName: row.name,
    kind: row.kind,
    subject: row.subject,
    asked: Number(row.asked),
    wrong: Number(row.wrong),
    lastAt: toDateTime(row.last_at),
    isRouter: row.is_router,
    blocked: blockOf(row),
  }))
}

function blockOf({ reason, blocked_by: by, blocked_at: at }: Row): CodeAskerRow['blocked'] {
  if (reason === null || by === null || at === null) return null
  return { reason, by, at: DateTime.fromJSDate(at, { zone: 'utc' }) }
}
