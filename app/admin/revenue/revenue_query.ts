import type { Database } from '@adonisjs/lucid/database'
import type { DateTime } from 'luxon'
import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'

const MONTHS = 12

/** Who is charged; a trial is not, and who is suspended or closed is not any more. */
const CHARGED: readonly TenantStatus[] = ['active', 'past_due', 'read_only']
const LOST: readonly TenantStatus[] = ['suspended', 'closed']

export interface RevenueMonth {
  /** yyyy-MM, of UTC. */
  month: string
  /** Tenants that were charged when it began. */
  charged: number
  /** …of which so many were lost in it. */
  lost: number
  signups: number
  /** Of those that signed up in it, whenever they did. */
  converted: number
}

export interface MonthMoney {
  month: string
  currency: string
  /** What the invoices that run at its end come to, for thirty days; minor units. */
  recurringMinor: number
  /** What was paid in it; minor units. */
  receivedMinor: number
}

const MONTH_LIST = `
  with months as (
    select m as start, least(m + interval '1 month', :now::timestamptz) as ends,
           to_char(m at time zone 'UTC', 'YYYY-MM') as month
      from generate_series(:first::timestamptz, :now::timestamptz, interval '1 month') m)`

/** The last twelve months, from what was decided about tenants (platform.tenant_events). */
export async function revenueMonthsQuery(db: Database, now: DateTime): Promise<RevenueMonth[]> {
  const { rows } = await db
    .connection('app')
    .rawQuery<{ rows: Record<keyof RevenueMonth, string>[] }>(
      `${MONTH_LIST}
       select month,
              (select count(*) from platform.tenants t where t.created_at < start and coalesce(
                 (select e.after from platform.tenant_events e
                   where e.tenant_id = t.id and e.kind = 'status' and e.created_at < start
                   order by e.id desc limit 1),
                 (select e.before from platform.tenant_events e
                   where e.tenant_id = t.id and e.kind = 'status' order by e.id limit 1),
                 t.status) = any(:charged::text[])) as charged,
              (select count(distinct e.tenant_id) from platform.tenant_events e
                where e.kind = 'status' and e.created_at >= start and e.created_at < ends
                  and e.before = any(:charged::text[]) and e.after = any(:lost::text[])) as lost,
              (select count(*) from platform.tenants t
                where t.created_at >= start and t.created_at < ends) as signups,
              (select count(*) from platform.tenants t
                where t.created_at >= start and t.created_at < ends
                  and exists (select from platform.tenant_events e
                               where e.tenant_id = t.id and e.kind = 'status'
                                 and e.before = 'trial' and e.after = 'active')) as converted
         from months order by month desc`,
      { ...period(now), charged: [...CHARGED], lost: [...LOST] }
    )
  return rows.map((row) => ({
    month: row.month,
    charged: Number(row.charged),
    lost: Number(row.lost),
    signups: Number(row.signups),
    converted: Number(row.converted),
  }))
}

/** The same months' money by currency, from invoices that were not cancelled (platform.invoices). */
export async function revenueMoneyQuery(db: Database, now: DateTime): Promise<MonthMoney[]> {
  const { rows } = await db
    .connection('app')
    .rawQuery<{ rows: { month: string; currency: string; recurring: string; received: string }[] }>(
      `${MONTH_LIST},
       charged as (select * from platform.invoices where status in ('open', 'paid')
                      and period_end > period_start)
       select m.month, c.currency,
              coalesce((select round(sum(i.amount_minor * 2592000.0
                            / extract(epoch from i.period_end - i.period_start)))
                 from charged i where i.currency = c.currency
                  and i.period_start < m.ends and i.period_end >= m.ends), 0) as recurring,
              coalesce((select sum(i.paid_minor) from charged i where i.currency = c.currency
                  and i.paid_at >= m.start and i.paid_at < m.ends), 0) as received
         from months m cross join (select distinct currency from charged) c
        order by c.currency, m.month`,
      period(now)
    )
  return rows.map(({ month, currency, recurring, received }) => ({
    month,
    currency,
    recurringMinor: Number(recurring),
    receivedMinor: Number(received),
  }))
}

function period(now: DateTime) {
  const first = now
    .setZone('utc')
    .startOf('month')
    .minus({ months: MONTHS - 1 })
  return { first: first.toJSDate(), now: now.toJSDate() }
}
