import type { DateTime } from 'luxon'
import { MOVEMENTS } from '#payments/reports/movements'
import type { Tenancy } from '#tenancy/tenancy'

/** Of so many of the newest rows: a count costs the same however much lies behind. */
const LOOKED_AT = 50_000

export interface TenantNumbers {
  routersUp: number
  routersDown: number
  deadCommands: number
  failedSms: number
  acceptsHour: number
  rejectsHour: number
  /** Codes by SMS in the last day, how many of them were entered, and what they cost. */
  codesDay: number
  codesUsedDay: number
  codeCosts: CodeCost[]
  /** What its customers paid this month, less what was given back; minor units, may be negative. */
  revenueMinor: number
  /** The newest sign-in of a device, payment or act of an operator. */
  lastActivityAt: Date | null
}

export interface CodeCost {
  currency: string
  /** Millionths of the currency's unit. */
  micros: number
}

interface Row {
  up: string
  down: string
  dead: string
  sms: string
  accepts: string
  rejects: string
  codes: string
  codes_used: string
  code_costs: CodeCost[]
  revenue: string
  last: Date | null
}

/** Everything about a tenant that lies in its own schema, in one round trip. Call in its scope. */
export async function tenantNumbersQuery(
  { transaction, tenant }: Tenancy,
  now: DateTime
): Promise<TenantNumbers> {
  const { rows } = await transaction.rawQuery<{ rows: Row[] }>(NUMBERS, {
    day: now.minus({ days: 1 }).toJSDate(),
    hour: now.minus({ hours: 1 }).toJSDate(),
    month: now.setZone(tenant.timezone).startOf('month').toJSDate(),
    next: now.plus({ minutes: 1 }).toJSDate(),
  })
  const [row] = rows
  if (!row) throw new Error('The numbers of a tenant came without a row')
  return {
    routersUp: Number(row.up),
    routersDown: Number(row.down),
    deadCommands: Number(row.dead),
    failedSms: Number(row.sms),
    acceptsHour: Number(row.accepts),
    rejectsHour: Number(row.rejects),
    codesDay: Number(row.codes),
    codesUsedDay: Number(row.codes_used),
    codeCosts: row.code_costs,
    revenueMinor: Number(row.revenue),
    lastActivityAt: row.last,
  }
}

/** A router that was never visited is neither up nor down. */
const NUMBERS = `
  with signins as (
    select reply from (select reply, authdate from radpostauth order by id desc limit ${LOOKED_AT}) r
     where authdate > :hour),
  messages as (
    select * from (select status, event, used_at, cost_micros, cost_currency, created_at
                     from sms_messages order by id desc limit ${LOOKED_AT}) s
     where created_at > :day)
  select (select count(*) from routers where (health->>'reachable')::boolean) as up,
         (select count(*) from routers where not (health->>'reachable')::boolean) as down,
         (select count(*) from router_commands where state = 'dead' and finished_at > :day) as dead,
         (select count(*) from messages where status = 'failed') as sms,
         (select count(*) from signins where reply = 'Access-Accept') as accepts,
         (select count(*) from signins where reply = 'Access-Reject') as rejects,
         (select count(*) from messages where event = 'otp') as codes,
         (select count(used_at) from messages where event = 'otp') as codes_used,
         (select coalesce(json_agg(c order by c.currency), '[]')
            from (select cost_currency as currency, sum(cost_micros) as micros from messages
                   where event = 'otp' and cost_currency is not null group by 1) c) as code_costs,
         (select coalesce(sum(amount_minor), 0) from ${MOVEMENTS}
           where at >= :month and at < :next) as revenue,
         greatest((select authdate from radpostauth order by id desc limit 1),
                  (select paid_at from customer_payments order by id desc limit 1),
                  (select created_at from activity_log order by id desc limit 1)) as last`
