import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'

/** A tunnel address and the router that has it, if any. */
export default class RouterTunnel extends PlatformModel {
  static override table = 'platform.router_tunnels'
  static override selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare address: string

  @integerColumn()
  declare tenantId: number | null

  @integerColumn()
  declare routerId: number | null

  @integerColumn()
  declare viaRouterId: number | null

  @column()
  declare publicKey: string | null

  @column.dateTime()
  declare keyAt: DateTime | null

  @column.dateTime()
  declare keyRevokedAt: DateTime | null

  @column.dateTime()
  declare lastHandshakeAt: DateTime | null

  /** Address and port the router's packets come from, as we see them: its NAT's. */
  @column()
  declare seenFrom: string | null

  @column.dateTime()
  declare releasedAt: DateTime | null
}
