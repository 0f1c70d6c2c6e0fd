import { column } from '@adonisjs/lucid/orm'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'

/** What a sign-up has still to do before its company opens; gone when it is done. */
export default class Opening extends PlatformModel {
  static override table = 'platform.openings'
  static override primaryKey = 'tenantId'

  @integerColumn({ isPrimary: true })
  declare tenantId: number

  @column()
  declare examplePackages: boolean
}
