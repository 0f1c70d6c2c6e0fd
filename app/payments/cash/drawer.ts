import { DateTime } from 'luxon'
import CashDay from '#payments/cash/cash_day'
import { cashTakingsQuery, gain, type CashTakings } from '#payments/cash/cash_takings_query'
import type { Tenancy, TenantScope } from '#tenancy/tenancy'

export interface WhichDay {
  cashierId: number
  /** YYYY-MM-DD of the ISP's calendar. */
  day: string
}

/** What should be in a drawer at the end of a day, less what was in it in the morning. */
export interface Drawer extends Omit<CashTakings, 'cashierName'> {
  /** Null when nothing went through the drawer yet. */
  cashierName: string | null
  carriedMinor: number
  /** What the closing before left in the drawer. */
  openingMinor: number
  /** The last day that was closed before this one. */
  closedBefore: string | null
}

/**
 * Reads a drawer from the books as they are now. What came after the last closing, on its day or
 * on days that nobody closed, is carried: no movement falls between two days.
 * Not inside the tenant's scope: closings are the platform's.
 */
export async function drawerOf(
  tenancy: Tenancy,
  tenant: TenantScope,
  which: WhichDay
): Promise<Drawer> {
  const { currency } = tenant
  const before = await closings(tenant, which).where('day', '<', which.day).first()
  const since = dayStart(before?.day ?? which.day, tenant)
  const until = dayStart(which.day, tenant).plus({ days: 1 })
  const all = await tenancy.run(tenant, () =>
    cashTakingsQuery(tenancy, { since: since.toJSDate(), until: until.toJSDate() }, which.cashierId)
  )
  const mine = all.filter((one) => one.currency === currency)
  const today = mine.find(({ day }) => day === which.day)
  const earlier = mine.filter(({ day }) => day !== which.day)
  const carried = earlier.reduce((sum, one) => sum + gain(one), 0) - (before ? gain(before) : 0)
  return {
    ...(today ?? { sales: 0, takenMinor: 0, undoneMinor: 0, refundedMinor: 0 }),
    ...which,
    currency,
    cashierName: all.find(({ cashierName }) => cashierName)?.cashierName ?? null,
    carriedMinor: carried,
    openingMinor: before?.leftMinor ?? 0,
    closedBefore: before?.day ?? null,
  }
}

/** The closing of this day, if there is one. */
export function closingOf(tenant: TenantScope, which: WhichDay): Promise<CashDay | null> {
  return closings(tenant, which).where('day', which.day).first()
}

/** The midnight a day of the ISP's calendar begins with, or what its clocks show instead. */
export function dayStart(day: string, { timezone }: Pick<TenantScope, 'timezone'>): DateTime {
  return DateTime.fromISO(day, { zone: timezone }).startOf('day')
}

function closings({ id, currency }: TenantScope, { cashierId }: WhichDay) {
  return CashDay.query().where({ tenantId: id, cashierId, currency }).orderBy('day', 'desc')
}
