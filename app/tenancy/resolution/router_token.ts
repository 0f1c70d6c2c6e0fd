import { column } from '@adonisjs/lucid/orm'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'

/** The unguessable name a router's login page carries, and whose router it is. */
export default class RouterToken extends PlatformModel {
  static override table = 'platform.router_tokens'

  @column({ isPrimary: true })
  declare token: string

  @integerColumn()
  declare tenantId: number

  @integerColumn()
  declare routerId: number

  @column()
  declare identity: string
}
