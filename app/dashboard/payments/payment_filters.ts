import { DateTime } from 'luxon'

export const PAYMENT_ORDERS = ['newest', 'oldest', 'largest'] as const
export type PaymentOrder = (typeof PAYMENT_ORDERS)[number]

/** What the lists of payments and of receipts have in common. */
export interface PaymentFilters {
  q: string
  /** Days of the tenant's calendar, YYYY-MM-DD, both included. */
  from: string | null
  to: string | null
  order: PaymentOrder
}

/** Reads filters from a query string. What is no filter is none. */
export function paymentFilters(query: Record<string, unknown>): PaymentFilters {
  return {
    q: text(query.q).trim().slice(0, 80),
    from: day(query.from),
    to: day(query.to),
    order: PAYMENT_ORDERS.find((order) => order === query.order) ?? 'newest',
  }
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The moments that the days begin with and end before. */
export function periodOf({ from, to }: Pick<PaymentFilters, 'from' | 'to'>, zone: string) {
  return {
    since: from ? DateTime.fromISO(from, { zone }).startOf('day') : null,
    until: to ? DateTime.fromISO(to, { zone }).plus({ days: 1 }).startOf('day') : null,
  }
}

function day(value: unknown): string | null {
  const typed = text(value)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed)) return null
  return DateTime.fromISO(typed, { zone: 'utc' }).isValid ? typed : null
}
