import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { IntentState } from '#payments/intents/payment_intent'
import type { RefundState } from '#payments/refunds/refund'
import { integerColumn, jsonColumn } from '#tenancy/columns'

/** One step of an intent or of a refund of its money, with what the gateway said, secrets scrubbed. */
export default class PaymentTransition extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare intentId: number

  /** The refund whose step it is; null for a step of the attempt itself. */
  @integerColumn()
  declare refundId: number | null

  @column()
  declare fromState: IntentState | RefundState | null

  @column()
  declare toState: IntentState | RefundState

  @column()
  declare cause: string

  /** The person who took it, if one did. */
  @column()
  declare byName: string | null

  @jsonColumn()
  declare evidence: unknown

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime
}
