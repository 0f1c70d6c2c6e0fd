import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'

/** One look of an admin's into an ISP's dashboard. The ISP sees it, and it stays written down. */
export default class Impersonation extends PlatformModel {
  static override table = 'platform.impersonations'

  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare tenantId: number

  @integerColumn()
  declare accountId: number

  @column()
  declare adminName: string

  @column()
  declare reason: string

  @column.dateTime()
  declare createdAt: DateTime

  /** When the link was followed; null when it never was. */
  @column.dateTime()
  declare enteredAt: DateTime | null

  @column.dateTime()
  declare expiresAt: DateTime

  @column.dateTime()
  declare endedAt: DateTime | null

  /** Who ended it before its time. */
  @column()
  declare endedBy: string | null
}
