import type { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import { containing } from '#core/like_pattern'

export const OUTCOMES = ['received', 'applied', 'foreign', 'no_customer'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** An event of Stripe's, as it is kept: what it says of people never was. */
export interface BillingEventRow {
  id: string
  type: string
  outcome: Outcome
  tenantId: number | null
  tenantName: string | null
  madeAt: DateTime
  receivedAt: DateTime
  handledAt: DateTime | null
}

interface Row {
  id: string
  type: string
  outcome: Outcome
  tenant_id: string | null
  name: string | null
  made_at: Date
  received_at: Date
  handled_at: Date | null
}

/** A page of Stripe's events, the latest first (index billing_events_received). */
export async function billingEventsQuery(
  db: Database,
  { q, outcome }: { q: string; outcome: Outcome | null },
  { limit, offset }: { limit: number; offset: number }
): Promise<{ total: number; events: BillingEventRow[] }> {
  const matching = `
    from platform.billing_events e
    left join platform.subscriptions s on s.customer = e.customer
    left join platform.tenants t on t.id = s.tenant_id
   where (:q = '' or e.id = :q or e.type ilike :pattern or t.name ilike :pattern)
     and (:outcome = '' or e.outcome = :outcome)`
  const bindings = { q, pattern: containing(q), outcome: outcome ?? '' }
  const platform = db.connection('app')
  const counted = await platform.rawQuery<{ rows: { count: string }[] }>(
    `select count(*) as count ${matching}`,
    bindings
  )
  const { rows } = await platform.rawQuery<{ rows: Row[] }>(
    `select e.*, t.id as tenant_id, t.name ${matching}
      order by e.received_at desc, e.id limit :limit offset :offset`,
    { ...bindings, limit, offset }
  )
  return { total: Number(counted.rows[0]?.count), events: rows.map(eventOf) }
}

function eventOf(row: Row): BillingEventRow {
  return {
    id: row.id,
    type: row.type,
    outcome: row.outcome,
    tenantId: row.tenant_id === null ? null : Number(row.tenant_id),
    tenantName: row.name,
    madeAt: DateTime.fromJSDate(row.made_at, { zone: 'utc' }),
    receivedAt: DateTime.fromJSDate(row.received_at, { zone: 'utc' }),
    handledAt: toDateTime(row.handled_at),
  }
}
