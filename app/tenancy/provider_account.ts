import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { ProviderEnvironment } from '#core/http/provider'
import { integerColumn } from '#tenancy/columns'

/** What an ISP's account at any provider has, of payments or of SMS. Credentials are sealed. */
export abstract class ProviderAccount extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @column()
  declare provider: string

  @column()
  declare environment: ProviderEnvironment

  @column()
  declare enabled: boolean

  @column()
  declare position: number

  @column({ serializeAs: null })
  declare credentials: string

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime
}
