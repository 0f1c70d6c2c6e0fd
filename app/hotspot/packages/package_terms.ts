import { BaseModel, column } from '@adonisjs/lucid/orm'
import { Money } from '#core/money'
import type { Octets } from '#core/octets'
import { integerColumn, octetsColumn } from '#tenancy/columns'

/** What is given for what: a package's terms, and those of an activation, which are a copy. */
export abstract class PackageTerms extends BaseModel {
  @integerColumn()
  declare priceMinor: number

  @column()
  declare currency: string

  @integerColumn()
  declare validitySeconds: number

  /** Calendar months, where the package is sold by them. */
  @integerColumn()
  declare validityMonths: number | null

  /** Ends at the end of its last day, in the tenant's zone. */
  @column()
  declare untilMidnight: boolean

  @integerColumn()
  declare downloadBps: number

  @integerColumn()
  declare uploadBps: number

  @integerColumn()
  declare burstDownloadBps: number | null

  @integerColumn()
  declare burstUploadBps: number | null

  @integerColumn()
  declare burstSeconds: number | null

  /** null is unlimited */
  @octetsColumn()
  declare octetsLimit: Octets | null

  /** Devices that may be online with it at once, sharing its data. */
  @integerColumn()
  declare deviceLimit: number

  get price(): Money {
    return Money.of(this.priceMinor, this.currency)
  }
}
