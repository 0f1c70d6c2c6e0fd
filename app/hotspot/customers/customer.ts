import { BaseModel, belongsTo, column, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import type { DateTime } from 'luxon'
import type { MobileNumber } from '#core/mobile_number'
import Activation, { type SuspendReason } from '#hotspot/activation/activation'
import Device from '#hotspot/customers/device'
import { integerColumn } from '#tenancy/columns'

export type CustomerStatus = 'pending' | 'active' | 'suspended' | 'blocked'

/** A person on the hotspot. The mobile number is the account; devices come and go. */
export default class Customer extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @column()
  declare mobile: MobileNumber

  @column()
  declare name: string | null

  /** pending: a code was sent and not yet entered. */
  @column()
  declare status: CustomerStatus

  @column()
  declare suspendReason: SuspendReason | null

  /** The activation that counts now; FreeRADIUS answers from it. */
  @integerColumn()
  declare activationId: number | null

  @column()
  declare language: string

  @column.dateTime()
  declare trialUsedAt: DateTime | null

  /** "Buy a package" was sent in this suspension cycle. */
  @column.dateTime()
  declare suspensionNotifiedAt: DateTime | null

  /** What the operator's people want to remember. */
  @column()
  declare notes: string | null

  @column.dateTime()
  declare blockedAt: DateTime | null

  /** The customer this number's things went to; it keeps its row. */
  @integerColumn()
  declare mergedInto: number | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime

  @belongsTo(() => Activation)
  declare activation: BelongsTo<typeof Activation>

  @hasMany(() => Device)
  declare devices: HasMany<typeof Device>
}
