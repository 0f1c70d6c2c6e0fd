import { BaseModel, belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import type { DateTime } from 'luxon'
import type { MacAddress } from '#core/mac_address'
import Customer from '#hotspot/customers/customer'
import { integerColumn } from '#tenancy/columns'

/** A MAC of a customer's: a replaceable thing. */
export default class Device extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare customerId: number

  @column()
  declare mac: MacAddress

  @column()
  declare lastIp: string | null

  @integerColumn()
  declare routerId: number | null

  @column.dateTime()
  declare lastSeenAt: DateTime | null

  /** When it became this customer's. */
  @column.dateTime()
  declare linkedAt: DateTime

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @belongsTo(() => Customer)
  declare customer: BelongsTo<typeof Customer>
}
