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

  @column()
  declare name: string

  @column({ serializeAs: null })
  declare password: string

  @column()
  declare isAdmin: boolean

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime
}
