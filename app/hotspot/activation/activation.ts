import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { octets, type Octets } from '#core/octets'
import { PackageTerms } from '#hotspot/packages/package_terms'
import { integerColumn, octetsColumn } from '#tenancy/columns'

export type ActivationSource = 'trial' | 'payment' | 'cash' | 'operator'
export type ActivationStatus = 'running' | 'suspended' | 'replaced' | 'ended'
export type SuspendReason = 'volume_limit_exceeds' | 'time_limit_exceeds'

/** One package running for one customer: a snapshot, so that editing a package changes nobody's. */
export default class Activation extends PackageTerms {
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

  /** Added to by the trigger on radacct; the application only reads it. */
  @octetsColumn()
  declare octetsUsed: Octets

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

  /** Whether it lets anybody online at this moment: one that is over and not yet swept does not. */
  isRunning(now: DateTime): boolean {
    return this.status === 'running' && this.overBecause(now) === null
  }
}
