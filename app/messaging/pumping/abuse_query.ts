import type { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import type { CountedRefusal } from '#messaging/pumping/refused_codes'

const DAYS = 7

export interface Pause {
  prefix: string
  pausedAt: DateTime
  pausedUntil: DateTime
  codes: number
  used: number
}

export interface Refusals {
  reason: CountedRefusal
  destination: string
  refused: number
  lastAt: DateTime
}

/** Pauses that last, and what was refused in the last seven days, the most first. Outside a scope. */
export async function abuseQuery(
  db: Database,
  tenantId: number,
  now: DateTime
): Promise<{ pauses: Pause[]; refusals: Refusals[] }> {
  const platform = db.connection('app')
  const pauses: {
    prefix: string
    paused_at: Date
    paused_until: Date
    codes: number
    used: number
  }[] = await platform
    .from('platform.sms_pauses')
    .where('tenant_id', tenantId)
    .where('paused_until', '>', now.toJSDate())
    .orderBy('paused_at', 'desc')
  const refusals: {
    reason: CountedRefusal
    destination: string
    refused: string
    last_at: Date
  }[] = await platform
    .from('platform.sms_refusals')
    .where('tenant_id', tenantId)
    .where('day', '>', now.minus({ days: DAYS }).toFormat('yyyy-MM-dd'))
    .groupBy('reason', 'destination')
    .select('reason', 'destination')
    .sum('refused as refused')
    .max('last_at as last_at')
    .orderBy('refused', 'desc')
    .limit(50)

  return {
    pauses: pauses.map(({ prefix, codes, used, ...row }) => ({
      prefix,
      codes,
      used,
      pausedAt: at(row.paused_at),
      pausedUntil: at(row.paused_until),
    })),
    refusals: refusals.map(({ reason, destination, refused, last_at: lastAt }) => ({
      reason,
      destination,
      refused: Number(refused),
      lastAt: at(lastAt),
    })),
  }
}

function at(date: Date): DateTime {
  return DateTime.fromJSDate(date, { zone: 'utc' })
}
