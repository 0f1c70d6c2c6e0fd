import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { MobileNumber } from '#core/mobile_number'
import { integerColumn } from '#tenancy/columns'
import type { SmsEvent } from '#messaging/templates'

export type SmsStatus = 'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'unknown'

/** One message, from the moment it was decided on. This table is the SMS history. */
export default class SmsMessage extends BaseModel {
  static override table = 'sms_messages'

  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare customerId: number | null

  @column()
  declare mobile: MobileNumber

  @column()
  declare event: SmsEvent

  /** As operators may read it: a one-time code is masked. */
  @column()
  declare body: string

  /** What goes out, when it differs from the body. Sealed, and emptied once it went. */
  @column({ serializeAs: null })
  declare sealedBody: string | null

  @column()
  declare segments: number

  @column()
  declare provider: string | null

  @column()
  declare status: SmsStatus

  @column()
  declare attempts: number

  @column()
  declare providerReference: string | null

  @column()
  declare error: string | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime()
  declare sentAt: DateTime | null
}
