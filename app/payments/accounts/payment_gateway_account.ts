import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { ProviderEnvironment } from '#core/http/provider'
import { integerColumn } from '#tenancy/columns'

/** The ISP's account at a payment gateway. Credentials and tokens are sealed. */
export default class PaymentGatewayAccount extends BaseModel {
  static override table = 'payment_gateways'

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

  @column({ serializeAs: null })
  declare tokens: string | null

  @column.dateTime({ serializeAs: null })
  declare leaseUntil: DateTime | null

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime
}
