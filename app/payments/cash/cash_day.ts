import { column } from '@adonisjs/lucid/orm'
import { DateTime } from 'luxon'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'

/** A cashier's day as it was closed. Amounts in minor units; nothing of it changes afterwards. */
export default class CashDay extends PlatformModel {
  static override table = 'platform.cash_days'

  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare tenantId: number

  @integerColumn()
  declare cashierId: number

  @column()
  declare cashierName: string

  /** YYYY-MM-DD of the ISP's calendar. */
  @column({ consume: (value: unknown) => isoDay(value) })
  declare day: string

  @column()
  declare currency: string

  @column()
  declare sales: number

  @integerColumn()
  declare openingMinor: number

  /** Since the day that was closed before: days nobody closed, and what came after a closing. */
  @integerColumn()
  declare carriedMinor: number

  @integerColumn()
  declare takenMinor: number

  @integerColumn()
  declare undoneMinor: number

  @integerColumn()
  declare refundedMinor: number

  @integerColumn()
  declare expectedMinor: number

  @integerColumn()
  declare countedMinor: number

  /** Of what was counted; the rest is the next opening. */
  @integerColumn()
  declare handedOverMinor: number

  @column()
  declare note: string

  @column()
  declare closedByName: string

  @column.dateTime()
  declare closedAt: DateTime

  @column()
  declare confirmedByName: string | null

  @column.dateTime()
  declare confirmedAt: DateTime | null

  /** Negative: money is missing. */
  get differenceMinor(): number {
    return this.countedMinor - this.expectedMinor
  }

  get leftMinor(): number {
    return this.countedMinor - this.handedOverMinor
  }
}

/** The driver reads a date as midnight of this process's zone. */
function isoDay(value: unknown): string {
  return value instanceof Date ? DateTime.fromJSDate(value).toFormat('yyyy-MM-dd') : String(value)
}
