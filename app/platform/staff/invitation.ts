import { belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import type { DateTime } from 'luxon'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'
import Tenant from '#tenancy/models/tenant'

/** Roles somebody can be asked into; owners are made of people who work there already. */
export const INVITED_ROLES = ['manager', 'cashier', 'support'] as const

export type InvitedRole = (typeof INVITED_ROLES)[number]

/** Somebody asked to work for an ISP, by an e-mail address; gone once answered. */
export default class Invitation extends PlatformModel {
  static override table = 'platform.invitations'

  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare tenantId: number

  @column()
  declare email: string

  @column()
  declare role: InvitedRole

  @column({ serializeAs: null })
  declare tokenHash: string

  /** The name of who asked, as it was then. */
  @column()
  declare invitedBy: string

  @column.dateTime()
  declare expiresAt: DateTime

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @belongsTo(() => Tenant)
  declare tenant: BelongsTo<typeof Tenant>
}
