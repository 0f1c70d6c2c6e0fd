import { belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import type { DateTime } from 'luxon'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'
import Tenant from '#tenancy/models/tenant'

/** One browser in which an account is signed in, on one host. */
export default class AccountSession extends PlatformModel {
  static override table = 'platform.sessions'

  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare accountId: number

  /** Null on the platform's own host. */
  @integerColumn()
  declare tenantId: number | null

  @column()
  declare userAgent: string

  @column()
  declare ip: string

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true })
  declare lastSeenAt: DateTime

  @belongsTo(() => Tenant)
  declare tenant: BelongsTo<typeof Tenant>
}
