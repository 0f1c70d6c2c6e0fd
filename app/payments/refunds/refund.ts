import { BaseModel, beforeCreate, beforeFetch, beforeFind, column } from '@adonisjs/lucid/orm'
import type { ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import type { DateTime } from 'luxon'
import { Money } from '#core/money'
import { integerColumn } from '#tenancy/columns'

/** `asked`: reserved, and the gateway has not said how it ended. */
export type RefundState = 'asked' | 'made' | 'not_made'

/** What becomes of that which was bought. Whoever sold it knows what that means. */
export const REFUND_EFFECTS = ['keep', 'shorten', 'end'] as const
export type RefundEffect = (typeof REFUND_EFFECTS)[number]

/** Money given back: a row beside the payments, reserved before any gateway hears of it. */
export default class Refund extends BaseModel {
  static override table = 'customer_payments'

  @integerColumn({ isPrimary: true })
  declare id: number

  @column()
  declare kind: 'refund'

  @integerColumn()
  declare customerId: number

  /** The attempt that brought the money; null for cash. */
  @integerColumn()
  declare intentId: number | null

  /** The payment; null for money that was held and never credited. */
  @integerColumn()
  declare refundOf: number | null

  /** How it goes back: a gateway's name or "cash". */
  @column()
  declare method: string

  @column()
  declare packageName: string

  @integerColumn()
  declare amountMinor: number

  @column()
  declare currency: string

  @column()
  declare refundState: RefundState

  /** Ours, one a refund: the gateway's idempotency key, and one form sent twice is one refund. */
  @column()
  declare refundReference: string

  @column()
  declare refundEffect: RefundEffect

  @column()
  declare refundReason: string

  /** The gateway's transaction that is given back. */
  @column()
  declare gatewayTransaction: string | null

  /** The number of the refund itself, at the gateway or on whatever paper there is. */
  @column()
  declare gatewayRefund: string | null

  /** A person gave it back, outside of any gateway's API. */
  @column()
  declare byHand: boolean

  @integerColumn()
  declare receivedBy: number | null

  /** Who gave it back. */
  @column()
  declare receivedByName: string | null

  @column()
  declare refundChecks: number

  /** When the gateway is asked again; null once nobody asks any more. */
  @column.dateTime()
  declare refundNextAt: DateTime | null

  /** When it was made; until then, when it was asked for. */
  @column.dateTime()
  declare paidAt: DateTime

  get amount(): Money {
    return Money.of(this.amountMinor, this.currency)
  }

  @beforeCreate()
  static beOne(refund: Refund): void {
    refund.kind = 'refund'
  }

  @beforeFind()
  @beforeFetch()
  static onlyRefunds(query: ModelQueryBuilderContract<typeof Refund>): void {
    query.where('kind', 'refund')
  }
}
