import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { Money } from '#core/money'
import { integerColumn } from '#tenancy/columns'

/** Money received for a package, online or at the counter. */
export default class CustomerPayment extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare customerId: number

  @integerColumn()
  declare intentId: number | null

  @integerColumn()
  declare activationId: number | null

  /** A gateway's name, or "cash". */
  @column()
  declare method: string

  @column()
  declare packageName: string

  @integerColumn()
  declare amountMinor: number

  @column()
  declare currency: string

  @column()
  declare gatewayTransaction: string | null

  @column.dateTime()
  declare paidAt: DateTime

  get amount(): Money {
    return Money.of(this.amountMinor, this.currency)
  }
}
