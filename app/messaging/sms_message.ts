import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { MobileNumber } from '#core/mobile_number'
import type { SmsTry } from '#messaging/delivery/sms_try'
import { integerColumn, jsonColumn } from '#tenancy/columns'
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

  /** Not sent before: the end of the quiet hours it was decided in. */
  @column.dateTime()
  declare dueAt: DateTime | null

  /** What it cost, in millionths of the currency's unit. Null is not known. */
  @integerColumn()
  declare costMicros: number | null

  @column()
  declare costCurrency: string | null

  /** The message an operator made of it by sending it again. */
  @integerColumn()
  declare resentAs: number | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime()
  declare sentAt: DateTime | null

  /** What each account said to it, the first first. */
  @jsonColumn()
  declare tries: SmsTry[]

  /** When to ask the provider what became of it, where it does not tell by itself. */
  @column.dateTime()
  declare pollAt: DateTime | null

  @column.dateTime()
  declare reportedAt: DateTime | null

  /** When the code in it was entered. */
  @column.dateTime()
  declare usedAt: DateTime | null
}
