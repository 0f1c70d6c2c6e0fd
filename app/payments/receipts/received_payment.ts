import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import CustomerPayment from '#payments/customer_payment'
import { integerColumn } from '#tenancy/columns'

/** A payment with all that its receipt tells, its number among it, which the database gives. */
export default class ReceivedPayment extends CustomerPayment {
  static override table = 'customer_payments'

  /** Gapless within the tenant. */
  @integerColumn()
  declare receiptNo: number

  /** Minor units taken off the price. */
  @integerColumn()
  declare discountMinor: number

  /** Minor units of the amount that are tax. */
  @integerColumn()
  declare taxMinor: number

  /** Who took cash. */
  @column()
  declare receivedByName: string | null

  @column.dateTime()
  declare undoneAt: DateTime | null

  @column()
  declare undoneByName: string | null

  @column()
  declare undoReason: string | null

  @integerColumn()
  declare voucherId: number | null
}
