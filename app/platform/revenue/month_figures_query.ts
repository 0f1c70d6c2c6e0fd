import type { Database } from '@adonisjs/lucid/database'
import type { DateTime } from 'luxon'
import { CHARGED, runsAt, stateAt, STOPPED } from '#platform/revenue/running_invoices'

/** A month of UTC, as far as it has gone. */
export interface Month {
  /** yyyy-MM */
  name: string
  start: DateTime
  /** When it ended, or now. */
  until: DateTime
}

export interface MonthFigures {
  /** ISPs that paid the platform when it began. */
  paying: number
  /** …of which so many did no longer when it ended. */
  lost: number
  signups: number
  /** ISPs that paid for the first time in it. */
  converted: number
  /** ISPs that were stopped in it for the first time and had never paid. */
  lapsed: number
}

/** How many ISPs came, stayed and went in a month, by invoices and tenants' events. */
export async function monthFiguresQuery(
  db: Database,
  { start, until }: Omit<Month, 'name'>
): Promise<MonthFigures> {
  const { rows } = await db
    .connection('app')
    .rawQuery<{ rows: Record<keyof MonthFigures, string>[] }>(FIGURES, {
      start: start.toJSDate(),
      until: until.toJSDate(),
      charged: [...CHARGED],
      stopped: [...STOPPED],
    })
  const count = (name: keyof MonthFigures) => Number(rows[0]?.[name])
  return {
    paying: count('paying'),
    lost: count('lost'),
    signups: count('signups'),
    converted: count('converted'),
    lapsed: count('lapsed'),
  }
}

const FIGURES = `
  with month as (select :start::timestamptz as start, :until::timestamptz as until),
  payers as (
    select t.id, ${paysAt('month.start')} as before, ${paysAt('month.until')} as after
      from month, platform.tenants t
     where exists (select from platform.invoices i where i.tenant_id = t.id)),
  first_paid as (
    select tenant_id, min(paid_at) as at from platform.invoices
     where status = 'paid' and amount_minor > 0 group by 1),
  first_stopped as (
    select tenant_id, min(created_at) as at from platform.tenant_events
     where kind = 'status' and after = any(:stopped::text[]) group by 1)
  select (select count(*) from payers where before) as paying,
         (select count(*) from payers where before and not after) as lost,
         (select count(*) from platform.tenants where created_at >= start and created_at < until)
           as signups,
         (select count(*) from first_paid where at >= start and at < until) as converted,
         (select count(*) from first_stopped s where s.at >= start and s.at < until
             and not exists (select from first_paid f
                              where f.tenant_id = s.tenant_id and f.at < until)) as lapsed
    from month`

function paysAt(at: string): string {
  return `(${stateAt(at)} = any(:charged::text[]) and exists (
    select from platform.invoices i where i.tenant_id = t.id and ${runsAt(at)}))`
}
