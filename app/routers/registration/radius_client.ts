import { column } from '@adonisjs/lucid/orm'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'

/**
 * What FreeRADIUS knows of a router: the secret for its source address, and
 * whose tables to read. The secret stands here in clear because FreeRADIUS
 * needs it so; its role and ours are the only ones that may read the table.
 */
export default class RadiusClient extends PlatformModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  static override table = 'platform.radius_clients'

  @integerColumn()
  declare tenantId: number

  @integerColumn()
  declare routerId: number

  @column()
  declare address: string

  @column({ serializeAs: null })
  declare secret: string

  @column()
  declare schema: string
}
