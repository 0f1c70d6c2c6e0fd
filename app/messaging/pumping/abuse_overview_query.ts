import type { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import type { Pause } from '#messaging/pumping/abuse_query'
import type { CountedRefusal } from '#messaging/pumping/refused_codes'

const SHOWN = 50

interface Whose {
  tenantId: number
  tenantName: string
}

export interface AbuseOverview {
  pauses: (Pause & Whose)[]
  /** Where refused codes were to go, the most first, over all ISPs. */
  destinations: { destination: string; reason: CountedRefusal; refused: number; tenants: number }[]
}

/** Pauses that last, and refused codes of so many days, over all tenants. Outside any scope. */
export async function abuseOverviewQuery(
  db: Database,
  days: number,
  now: DateTime
): Promise<AbuseOverview> {
  const since = now.minus({ days }).toFormat('yyyy-MM-dd')
  return {
    pauses: await pausesNow(db, now),
    destinations: await topDestinations(db, since),
  }
}

async function pausesNow(db: Database, now: DateTime): Promise<AbuseOverview['pauses']> {
  interface Row {
    tenant_id: string
    name: string
    prefix: string
    paused_at: Date
    paused_until: Date
    codes: number
    used: number
  }
  const rows: Row[] = await db
    .connection('app')
    .from('platform.sms_pauses as p')
    .join('platform.tenants as t', 't.id', 'p.tenant_id')
    .where('paused_until', '>', now.toJSDate())
    .select('p.*', 't.name')
    .orderBy('paused_at', 'desc')
    .limit(SHOWN)
  return rows.map(({ prefix, codes, used, ...row }) => ({
    tenantId: Number(row.tenant_id),
    tenantName: row.name,
    prefix,
    codes,
    used,
    pausedAt: DateTime.fromJSDate(row.paused_at, { zone: 'utc' }),
    pausedUntil: DateTime.fromJSDate(row.paused_until, { zone: 'utc' }),
  }))
}

async function topDestinations(
  db: Database,
  since: string
): Promise<AbuseOverview['destinations']> {
  interface Row {
    destination: string
    reason: CountedRefusal
    refused: string
    tenants: string
  }
  const rows: Row[] = await db
    .connection('app')
    .from('platform.sms_refusals')
    .where('day', '>', since)
    .groupBy('destination', 'reason')
    .select('destination', 'reason')
    .sum('refused as refused')
    .countDistinct('tenant_id as tenants')
    .orderBy('refused', 'desc')
    .limit(SHOWN)
  return rows.map((row) => ({
    ...row,
    refused: Number(row.refused),
    tenants: Number(row.tenants),
  }))
}
