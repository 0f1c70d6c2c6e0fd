import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { Provider } from '#platform/sign_in/oauth/providers'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'

/** An account's self at Google or GitHub. */
export default class Identity extends PlatformModel {
  static override table = 'platform.identities'

  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare accountId: number

  @column()
  declare provider: Provider

  @column()
  declare subject: string

  /** As it was when it was linked; tells people which of theirs it is. */
  @column()
  declare email: string

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime
}
