import type { DateTime } from 'luxon'
import HotspotLog from '#hotspot/logs/hotspot_log'
import PaymentIntent from '#payments/intents/payment_intent'
import { paymentRow } from '#dashboard/queries/payments_list_query'
import type Tenant from '#tenancy/models/tenant'
import type { Tenancy } from '#tenancy/tenancy'

const DAYS = 14
const RECENT = 6

interface Counts {
  online: string
  active_customers: string
  new_today: string
  revenue_today: string
}

/** The figures of the first page, in one round trip, and the latest payments and events. */
export async function homePageQuery(tenancy: Tenancy, tenant: Tenant, now: DateTime) {
  const today = now.setZone(tenant.timezone).startOf('day').toJSDate()
  const result: { rows: Counts[] } = await tenancy.transaction.rawQuery(
    `select (select count(*) from radacct where acctstoptime is null) as online,
            (select count(*) from activations where status = 'running') as active_customers,
            (select count(*) from customers where created_at >= :today and status <> 'pending') as new_today,
            (select coalesce(sum(amount_minor), 0) from customer_payments
              where paid_at >= :today and undone_at is null and kind = 'payment') as revenue_today`,
    { today }
  )
  const [counts] = result.rows
  if (!counts) throw new Error('The home page query returned no row')

  const payments = await PaymentIntent.query().orderBy('id', 'desc').limit(RECENT)

  return {
    stats: {
      online: Number(counts.online),
      activeCustomers: Number(counts.active_customers),
      newToday: Number(counts.new_today),
      revenueTodayMinor: Number(counts.revenue_today),
      currency: tenant.currency,
    },
    sales: await salesByDay(tenancy, tenant, now),
    recentPayments: payments.map(paymentRow),
    recentLogs: await HotspotLog.query().orderBy('id', 'desc').limit(RECENT),
  }
}

async function salesByDay(tenancy: Tenancy, { timezone }: Tenant, now: DateTime) {
  const first = now
    .setZone(timezone)
    .startOf('day')
    .minus({ days: DAYS - 1 })
  const result: { rows: { day: string; amount: string }[] } = await tenancy.transaction.rawQuery(
    `select to_char(paid_at at time zone :timezone, 'YYYY-MM-DD') as day, sum(amount_minor) as amount
       from customer_payments
      where paid_at >= :first and undone_at is null and kind = 'payment' group by 1`,
    { timezone, first: first.toJSDate() }
  )
  const sold = new Map(result.rows.map(({ day, amount }) => [day, Number(amount)]))
  return Array.from({ length: DAYS }, (_, index) => {
    const day = first.plus({ days: index }).toFormat('yyyy-MM-dd')
    return { day, amountMinor: sold.get(day) ?? 0 }
  })
}
