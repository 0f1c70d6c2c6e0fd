import type { LucidModel, ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import {
  periodOf,
  type PaymentFilters,
  type PaymentOrder,
} from '#dashboard/payments/payment_filters'

const PAGE = 50

/** Keeps the rows whose `column` falls into the days that were asked for. */
export function within<M extends LucidModel>(
  query: ModelQueryBuilderContract<M>,
  column: string,
  days: Pick<PaymentFilters, 'from' | 'to'>,
  zone: string
): void {
  const { since, until } = periodOf(days, zone)
  if (since) query.where(column, '>=', since.toJSDate())
  if (until) query.where(column, '<', until.toJSDate())
}

/** A page in this order; beyond the end it is the last one, for whoever kept an old address. */
export async function orderedPage<M extends LucidModel>(
  query: ModelQueryBuilderContract<M>,
  order: PaymentOrder,
  page: number
) {
  if (order === 'largest') query.orderBy('amount_minor', 'desc')
  query.orderBy('id', order === 'oldest' ? 'asc' : 'desc')
  const found = await query.clone().paginate(page, PAGE)
  return found.currentPage > found.lastPage ? query.paginate(found.lastPage, PAGE) : found
}
