import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { SmsOutcome, SmsReason } from '#messaging/gateways/contract'
import { integerColumn } from '#tenancy/columns'
import { ProviderAccount } from '#tenancy/provider_account'

/** The ISP's account at an SMS provider, and how it fares. */
export default class SmsGatewayAccount extends ProviderAccount {
  static override table = 'sms_gateways'

  /** The unguessable part of the address that delivery reports come to. */
  @column({ serializeAs: null })
  declare reportToken: string

  /** Times in a row that it refused, or did not answer, for its own trouble. */
  @integerColumn()
  declare failures: number

  /** Not used before, as long as another account is awake. */
  @column.dateTime()
  declare restsUntil: DateTime | null

  @column()
  declare lastOutcome: SmsOutcome['outcome'] | null

  @column()
  declare lastReason: SmsReason | null

  @column.dateTime()
  declare lastTriedAt: DateTime | null

  @integerColumn()
  declare balanceMinor: number | null

  @column()
  declare balanceCurrency: string | null

  /** When the balance above was told. */
  @column.dateTime()
  declare balanceAskedAt: DateTime | null

  @column()
  declare balanceError: SmsReason | null

  /** When to ask again; null where the provider tells no balance. */
  @column.dateTime()
  declare balanceDueAt: DateTime | null

  /** The balance, in minor units of its currency, below which people are warned; null is our guess. */
  @integerColumn()
  declare lowAtMinor: number | null

  /** People were warned, and it has not recovered since. */
  @column.dateTime()
  declare lowSince: DateTime | null

  /** What one part costs, as the ISP entered it, in millionths of the currency's unit. */
  @integerColumn()
  declare partPriceMicros: number | null

  @column()
  declare partPriceCurrency: string | null

  isResting(now: DateTime): boolean {
    return this.restsUntil !== null && this.restsUntil > now
  }
}
