import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { ProviderEnvironment } from '#core/http/provider'
import { integerColumn } from '#tenancy/columns'

/** The ISP's account at an SMS provider. Credentials are sealed. */
export default class SmsGatewayAccount extends BaseModel {
  static override table = 'sms_gateways'

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
