import type { Database } from '@adonisjs/lucid/database'
import type { Month } from '#platform/revenue/month_figures_query'
import { A_MONTH, CHARGED, runsAt, stateAt } from '#platform/revenue/running_invoices'

export interface MonthMoney {
  currency: string
  /** What the invoices that run at its end come to a month; minor units. */
  recurringMinor: number
  /** What was paid in it; minor units. */
  receivedMinor: number
}

/** What a month came to, by currency; a currency in which it came to nothing is not there. */
export async function monthMoneyQuery(
  db: Database,
  { start, until }: Omit<Month, 'name'>
): Promise<MonthMoney[]> {
  const { rows } = await db
    .connection('app')
    .rawQuery<{ rows: { currency: string; recurring: string; received: string }[] }>(MONEY, {
      start: start.toJSDate(),
      until: until.toJSDate(),
      charged: [...CHARGED],
    })
  return rows.map(({ currency, recurring, received }) => ({
    currency,
    recurringMinor: Number(recurring),
    receivedMinor: Number(received),
  }))
}

const MONEY = `
  with month as (select :start::timestamptz as start, :until::timestamptz as until),
  recurring as (
    select i.currency, round(sum(${A_MONTH})) as minor
      from month, platform.invoices i join platform.tenants t on t.id = i.tenant_id
     where ${runsAt('month.until')} and ${stateAt('month.until')} = any(:charged::text[])
     group by 1),
  received as (
    select i.currency, sum(i.paid_minor) as minor from month, platform.invoices i
     where i.paid_minor > 0 and i.paid_at >= start and i.paid_at < until group by 1)
  select currency, coalesce(recurring.minor, 0) as recurring, coalesce(received.minor, 0) as received
    from recurring full join received using (currency) order by currency`
