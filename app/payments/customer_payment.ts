import { BaseModel, beforeFetch, beforeFind, beforePaginate, column } from '@adonisjs/lucid/orm'
import type { ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import type { DateTime } from 'luxon'
import { Money } from '#core/money'
import { integerColumn, jsonColumn } from '#tenancy/columns'

/**
 * Money received for a package, online, at the counter or by voucher. Undone perhaps, never
 * deleted. What was given back of it are rows of the same table, which refunds/refund.ts reads.
 */
export default class CustomerPayment extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  /** Gapless within the tenant; the database gives it. */
  @integerColumn()
  declare receiptNo: number

  @integerColumn()
  declare customerId: number

  @integerColumn()
  declare intentId: number | null

  @integerColumn()
  declare voucherId: number | null

  @integerColumn()
  declare activationId: number | null

  /** A gateway's name, "cash" or "voucher". */
  @column()
  declare method: string

  @column()
  declare packageName: string

  /** What was paid, all included. Minor units, as the two below. */
  @integerColumn()
  declare amountMinor: number

  /** What was taken off the price. */
  @integerColumn()
  declare discountMinor: number

  /** The part of the amount that is tax. */
  @integerColumn()
  declare taxMinor: number

  @column()
  declare currency: string

  @column()
  declare gatewayTransaction: string | null

  /** The account that took the cash, and its name then. */
  @integerColumn()
  declare receivedBy: number | null

  @column()
  declare receivedByName: string | null

  /** What there was before, for undoing it. */
  @jsonColumn()
  declare previous: unknown

  @column.dateTime()
  declare undoneAt: DateTime | null

  @column()
  declare undoneByName: string | null

  @column()
  declare undoReason: string | null

  @column.dateTime()
  declare paidAt: DateTime

  get amount(): Money {
    return Money.of(this.amountMinor, this.currency)
  }

  @beforeFind()
  @beforeFetch()
  static onlyPayments(query: Query): void {
    query.where('kind', 'payment')
  }

  @beforePaginate()
  static onlyPaymentsOnPages([counted, query]: [Query, Query]): void {
    counted.where('kind', 'payment')
    query.where('kind', 'payment')
  }
}

type Query = ModelQueryBuilderContract<typeof CustomerPayment>
