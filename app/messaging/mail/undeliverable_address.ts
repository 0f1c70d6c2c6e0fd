import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { PlatformModel } from '#tenancy/models/platform_model'

/** An e-mail address that its server refuses for good. Nothing is sent there any more. */
export default class UndeliverableAddress extends PlatformModel {
  static override table = 'platform.undeliverable_addresses'
  static override selfAssignPrimaryKey = true

  /** In small letters. */
  @column({ isPrimary: true })
  declare email: string

  /** As the server said it. */
  @column()
  declare reason: string

  @column.dateTime({ autoCreate: true })
  declare since: DateTime
}
