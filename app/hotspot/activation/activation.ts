import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { octets, type Octets } from '#core/octets'
import { integerColumn, octetsColumn } from '#tenancy/columns'

export type ActivationSource = 'trial' | 'payment' | 'cash' | 'operator'
export type ActivationStatus = 'running' | 'suspended' | 'replaced' | 'ended'
export type SuspendReason = 'volume_limit_exceeds' | 'time_limit_exceeds'

/** One package running for one customer: a snapshot, so that editing a package changes nobody's. */
export default class Activation extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare customerId: number

  @integerColumn()
  declare packageId: number | null

  @column()
  declare packageName: string

  @column()
  declare source: ActivationSource

  @integerColumn()
  declare priceMinor: number

  @column()
  declare currency: string

  @integerColumn()
  declare validitySeconds: number

  @integerColumn()
  declare downloadBps: number

  @integerColumn()
  declare uploadBps: number

  /** null is unlimited */
  @octetsColumn()
  declare octetsLimit: Octets | null

  /** Added to by the trigger on radacct; the application only reads it. */
  @octetsColumn()
  declare octetsUsed: Octets

  /** Calendar months, where the package is sold by them. */
  @integerColumn()
  declare validityMonths: number | null

  /** Ends at the end of its last day, in the tenant's zone. */
  @column()
  declare untilMidnight: boolean

  @integerColumn()
  declare burstDownloadBps: number | null

  @integerColumn()
  declare burstUploadBps: number | null

  @integerColumn()
  declare burstSeconds: number | null

  /** Devices that may be online with it at once, sharing its data. */
  @integerColumn()
  declare deviceLimit: number

  /** Usage at which "your balance is low" is due. */
  @octetsColumn()
  declare octetsLowAt: Octets | null

  /** Time from which it is due. */
  @column.dateTime()
  declare lowFrom: DateTime | null

  /** When usage crossed the mark; set by a trigger. */
  @column.dateTime()
  declare lowNoticedAt: DateTime | null

  /** When "your balance is low" was sent. */
  @column.dateTime()
  declare lowBalanceAt: DateTime | null

  @column.dateTime()
  declare startsAt: DateTime

  @column.dateTime()
  declare expiresAt: DateTime

  @column()
  declare status: ActivationStatus

  /** Set by the trigger when used reaches the limit. */
  @column.dateTime()
  declare exhaustedAt: DateTime | null

  @column.dateTime()
  declare suspendedAt: DateTime | null

  @column()
  declare suspendReason: SuspendReason | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  secondsLeft(now: DateTime): number {
    return Math.max(0, Math.floor(this.expiresAt.diff(now).as('seconds')))
  }

  get octetsLeft(): Octets | null {
    if (this.octetsLimit === null) return null
    const left = this.octetsLimit - this.octetsUsed
    return octets(left > 0n ? left : 0n)
  }

  /** Why it is over, or null while it runs. Data first: the quota ended before the clock did. */
  overBecause(now: DateTime): SuspendReason | null {
    if (this.octetsLimit !== null && this.octetsUsed >= this.octetsLimit)
      return 'volume_limit_exceeds'
    return this.expiresAt <= now ? 'time_limit_exceeds' : null
  }
}
