import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { Money } from '#core/money'
import type { Octets } from '#core/octets'
import { integerColumn, octetsColumn } from '#tenancy/columns'

/** What is sold. PPPoE packages share the table and never reach the portal. */
export default class Package extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @column()
  declare customerType: 'hotspot' | 'pppoe'

  @column()
  declare name: string

  @integerColumn()
  declare priceMinor: number

  @column()
  declare currency: string

  @integerColumn()
  declare validitySeconds: number

  @integerColumn()
  declare downloadBps: number

  @integerColumn()
  declare uploadBps: number

  /** null is unlimited */
  @octetsColumn()
  declare octetsLimit: Octets | null

  /** Calendar months, where the package is sold by them. */
  @integerColumn()
  declare validityMonths: number | null

  /** Ends at the end of its last day, in the tenant's zone. */
  @column()
  declare untilMidnight: boolean

  @integerColumn()
  declare burstDownloadBps: number | null

  @integerColumn()
  declare burstUploadBps: number | null

  @integerColumn()
  declare burstSeconds: number | null

  /** Devices that may be online with it at once, sharing its data. */
  @integerColumn()
  declare deviceLimit: number

  @column()
  declare isTrial: boolean

  @column()
  declare active: boolean

  @integerColumn()
  declare position: number

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime

  get price(): Money {
    return Money.of(this.priceMinor, this.currency)
  }
}
