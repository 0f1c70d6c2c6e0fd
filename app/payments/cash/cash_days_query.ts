import CashDay from '#payments/cash/cash_day'
import { cashTakingsQuery, gain, type CashTakings } from '#payments/cash/cash_takings_query'
import type { Period } from '#payments/reports/movements'
import type { Tenancy, TenantScope } from '#tenancy/tenancy'

/** A cashier's day: what the books say now, and what was closed. Either may be missing. */
export interface CashDayRow {
  day: string
  cashierId: number
  cashierName: string
  currency: string
  takings: CashTakings | null
  closing: CashDay | null
  /** What the books gained since the day was closed, in minor units; 0 when nothing changed. */
  correctionMinor: number
}

/** Days of the ISP's calendar, both included, and whose; null is everybody. */
export interface WhichDays extends Period {
  from: string
  to: string
  cashierId: number | null
}

/**
 * Days and cashiers of a period, newest first.
 * Not inside the tenant's scope: closings are the platform's.
 */
export async function cashDaysQuery(
  tenancy: Tenancy,
  tenant: TenantScope,
  which: WhichDays
): Promise<CashDayRow[]> {
  const takings = await tenancy.run(tenant, () => cashTakingsQuery(tenancy, which, which.cashierId))
  const query = CashDay.query().where('tenant_id', tenant.id)
  if (which.cashierId !== null) query.where('cashier_id', which.cashierId)
  const closings = await query.whereBetween('day', [which.from, which.to])

  const closed = new Map(closings.map((closing) => [keyOf(closing), closing]))
  const taken = new Map(takings.map((one) => [keyOf(one), one]))
  return [...new Set([...taken.keys(), ...closed.keys()])]
    .toSorted()
    .toReversed()
    .map((key) => rowOf(taken.get(key) ?? null, closed.get(key) ?? null))
    .filter((row) => row !== null)
}

function rowOf(takings: CashTakings | null, closing: CashDay | null): CashDayRow | null {
  const known = closing ?? takings
  if (!known) return null
  const { day, cashierId, cashierName, currency } = known
  return {
    day,
    cashierId,
    cashierName,
    currency,
    takings,
    closing,
    correctionMinor: closing ? (takings ? gain(takings) : 0) - gain(closing) : 0,
  }
}

function keyOf({ day, cashierId, currency }: CashTakings | CashDay): string {
  return `${day} ${currency} ${cashierId}`
}
