import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { IntentState } from '#payments/intents/payment_intent'
import { integerColumn, jsonColumn } from '#tenancy/columns'

/** One step of an intent, with what the gateway said, secrets scrubbed. */
export default class PaymentTransition extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare intentId: number

  @column()
  declare fromState: IntentState | null

  @column()
  declare toState: IntentState

  @column()
  declare cause: string

  @jsonColumn()
  declare evidence: unknown

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime
}
