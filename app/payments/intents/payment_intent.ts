import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { MobileNumber } from '#core/mobile_number'
import { Money } from '#core/money'
import type { InboundHint, NextStep } from '#payments/gateways/contract'
import { integerColumn, jsonColumn } from '#tenancy/columns'

/**
 * `review`: the gateway has money that differs from what we asked for, and a person decides.
 * `refused`: a person decided that it is not credited.
 */
export type IntentState =
  | 'created'
  | 'pending'
  | 'paid'
  | 'failed'
  | 'expired'
  | 'review'
  | 'refused'
  | 'partly_refunded'
  | 'refunded'

/** Its money is ours, was, or waits for a person: no callback or gateway changes anything any more. */
const SETTLED: readonly IntentState[] = ['paid', 'review', 'refused', 'partly_refunded', 'refunded']

/** Its money was credited, whatever was given back since. */
export const CREDITED: readonly IntentState[] = ['paid', 'partly_refunded', 'refunded']

/** Money that differs from what we asked for, as the gateway reported it. */
export interface HeldMoney {
  gatewayTransaction: string
  gatewayReference: string
  merchantReference: string
  amountMinor: number
  currency: string
  /** Why the gateway itself asks for a look, if it does. */
  hold: string | null
  /** Our other payment that this money was credited to, if it was. */
  creditedTo: string | null
}

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

  /** Where the gateway sends the customer's browser back to; says nothing for old attempts. */
  @column({ serializeAs: null })
  declare callbackUrl: string | null

  /** The gateway's number of what the customer agreed to there, for their next payment. */
  @column({ serializeAs: null })
  declare agreement: string | null

  /** When it was first gone on with by a link (payment_link.ts), perhaps on another device. */
  @column.dateTime({ serializeAs: null })
  declare resumedAt: DateTime | null

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

  /** What was given back so far, in minor units. */
  @integerColumn()
  declare refundedMinor: number

  /** While a person is to decide, and after. */
  @jsonColumn()
  declare held: HeldMoney | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime

  get amount(): Money {
    return Money.of(this.amountMinor, this.currency)
  }

  get isSettled(): boolean {
    return SETTLED.includes(this.state)
  }

  get isCredited(): boolean {
    return CREDITED.includes(this.state)
  }

  /** All others are for people; nobody asks the gateway any more. */
  get isOpen(): boolean {
    return this.state === 'created' || this.state === 'pending'
  }
}
