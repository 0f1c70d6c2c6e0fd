import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { compose } from '@adonisjs/core/helpers'
import hash from '@adonisjs/core/services/hash'
import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'

/** A person who works for one tenant or more, or for the platform. */
export default class Account extends compose(
  PlatformModel,
  withAuthFinder(() => hash.use('scrypt'), { uids: ['email'], passwordColumnName: 'password' })
) {
  static override table = 'platform.accounts'

  @integerColumn({ isPrimary: true })
  declare id: number

  @column()
  declare email: string

  /** When somebody proved to read the mail of this address; null until then. */
  @column.dateTime()
  declare emailVerifiedAt: DateTime | null

  /** The one before, if it was proven, and when it changed; warned for a while as well. */
  @column({ serializeAs: null })
  declare formerEmail: string | null

  @column.dateTime({ serializeAs: null })
  declare emailChangedAt: DateTime | null

  @column()
  declare name: string

  /** Null for who signs in by Google or GitHub alone. */
  @column({ serializeAs: null })
  declare password: string | null

  /** Sealed (two_factor/totp_secret.ts); null without two-factor sign-in. */
  @column({ serializeAs: null })
  declare totpSecret: string | null

  @column()
  declare isAdmin: boolean

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  get hasTwoFactor(): boolean {
    return Boolean(this.totpSecret)
  }

  /** Without a password every one is wrong, and takes as long to be. */
  override async verifyPassword(plain: string): Promise<boolean> {
    if (this.password) return super.verifyPassword(plain)
    await hash.use('scrypt').make(plain)
    return false
  }
}
