import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { MobileNumber } from '#core/mobile_number'
import { Money } from '#core/money'
import type { InboundHint, NextStep } from '#payments/gateways/contract'
import { integerColumn, jsonColumn } from '#tenancy/columns'

export type IntentState = 'created' | 'pending' | 'paid' | 'failed' | 'expired' | 'review'

/** One attempt to pay. What is bought is opaque here: whoever sells knows how to read the offer. */
export default class PaymentIntent extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  /** Unguessable; our number at the gateway and in the callback's path. */
  @column()
  declare reference: string

  @integerColumn()
  declare customerId: number

  @column()
  declare mobile: MobileNumber

  @integerColumn()
  declare packageId: number | null

  @jsonColumn()
  declare offer: Record<string, unknown>

  @integerColumn()
  declare gatewayId: number | null

  @column()
  declare gateway: string

  @integerColumn()
  declare amountMinor: number

  @column()
  declare currency: string

  @column()
  declare state: IntentState

  @column()
  declare gatewayReference: string | null

  @column()
  declare gatewayTransaction: string | null

  @column()
  declare redirectUrl: string | null

  /** What the browser posts to the gateway, where a link is not enough. */
  @jsonColumn()
  declare checkoutForm: Extract<NextStep, { kind: 'form' }> | null

  /** Leads the customer's browser back to where it paid from. */
  @column({ serializeAs: null })
  declare returnToken: string

  /** The callback as it came, so that one whose process died can be followed up. */
  @jsonColumn()
  declare callbackHint: InboundHint | null

  @column()
  declare mac: string | null

  @integerColumn()
  declare routerId: number | null

  @column()
  declare checks: number

  @column.dateTime()
  declare nextCheckAt: DateTime | null

  @column.dateTime()
  declare expiresAt: DateTime

  @column.dateTime()
  declare paidAt: DateTime | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime

  get amount(): Money {
    return Money.of(this.amountMinor, this.currency)
  }

  /** Paid, failed, expired and review are for people; nobody asks the gateway any more. */
  get isOpen(): boolean {
    return this.state === 'created' || this.state === 'pending'
  }
}
