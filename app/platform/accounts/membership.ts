import { belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'
import Account from '#platform/accounts/account'
import Tenant from '#tenancy/models/tenant'

export type Role = 'owner' | 'manager' | 'cashier' | 'support'

/** An account's place in a tenant. */
export default class Membership extends PlatformModel {
  static override table = 'platform.memberships'
  static override selfAssignPrimaryKey = true

  @integerColumn({ isPrimary: true })
  declare accountId: number

  @integerColumn()
  declare tenantId: number

  @column()
  declare role: Role

  @belongsTo(() => Tenant)
  declare tenant: BelongsTo<typeof Tenant>

  @belongsTo(() => Account)
  declare account: BelongsTo<typeof Account>
}
