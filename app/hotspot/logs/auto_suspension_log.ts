import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { Octets } from '#core/octets'
import type { SuspendReason } from '#hotspot/activation/activation'
import { integerColumn, octetsColumn } from '#tenancy/columns'

/** A suspension nobody had to order, with the figures that caused it. */
export default class AutoSuspensionLog extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare customerId: number

  @integerColumn()
  declare activationId: number

  @column()
  declare reason: SuspendReason

  @octetsColumn()
  declare octetsUsed: Octets

  @octetsColumn()
  declare octetsLimit: Octets | null

  @column.dateTime()
  declare expiresAt: DateTime

  @column.dateTime()
  declare suspendedAt: DateTime
}
