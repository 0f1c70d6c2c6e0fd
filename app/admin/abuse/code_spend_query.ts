import type { Database } from '@adonisjs/lucid/database'
import type { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import { formatMicros } from '#messaging/micros'
import type { CodeCost } from '#platform/health/tenant_numbers_query'

const SHOWN = 50

export interface CodeSpend {
  tenantId: number
  tenantName: string
  /** In the last day; null where the tenant was not collected yet. */
  codes: number | null
  used: number | null
  /** What they cost, one a currency, as "BDT 0.35". */
  costs: string[]
  /** Codes that were refused since a day, and when one was last. */
  refused: number
  refusedAt: DateTime | null
  /** Number ranges that are paused now. */
  pauses: number
}

interface Row {
  id: string
  name: string
  codes_day: number | null
  codes_used_day: number | null
  code_costs: CodeCost[] | null
  refused: string
  refused_at: Date | null
  pauses: string
}

/** At which ISPs codes go out, what they cost and what was stopped, the most suspicious first. */
export async function codeSpendQuery(
  db: Database,
  since: DateTime,
  now: DateTime
): Promise<CodeSpend[]> {
  const { rows } = await db.connection('app').rawQuery<{ rows: Row[] }>(
    `with refused as (
       select tenant_id, sum(refused) as refused, max(last_at) as refused_at
         from platform.sms_refusals where day > :since group by 1),
     paused as (
       select tenant_id, count(*) as pauses from platform.sms_pauses
        where paused_until > :now group by 1)
     select t.id, t.name, h.codes_day, h.codes_used_day, h.code_costs,
            coalesce(r.refused, 0) as refused, r.refused_at, coalesce(p.pauses, 0) as pauses
       from platform.tenants t
            left join platform.tenant_health h on h.tenant_id = t.id
            left join refused r on r.tenant_id = t.id left join paused p on p.tenant_id = t.id
      where h.codes_day > 0 or r.refused > 0 or p.pauses > 0
      order by coalesce(p.pauses, 0) desc,
               coalesce(h.codes_day - h.codes_used_day, 0) + coalesce(r.refused, 0) desc, t.id
      limit ${SHOWN}`,
    { since: since.toFormat('yyyy-MM-dd'), now: now.toJSDate() }
  )
  return rows.map((row) => ({
    tenantId: Number(row.id),
    tenantName: row.name,
    codes: row.codes_day,
    used: row.codes_used_day,
    costs: (row.code_costs ?? []).map(({ currency, micros }) => formatMicros(micros, currency)),
    refused: Number(row.refused),
    refusedAt: toDateTime(row.refused_at),
    pauses: Number(row.pauses),
  }))
}
