import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { PackageTerms } from '#hotspot/packages/package_terms'
import { integerColumn } from '#tenancy/columns'

/** What is sold. PPPoE packages share the table and never reach the portal. */
export default class Package extends PackageTerms {
  @integerColumn({ isPrimary: true })
  declare id: number

  @column()
  declare customerType: 'hotspot' | 'pppoe'

  @column()
  declare name: string

  @column()
  declare isTrial: boolean

  @column()
  declare active: boolean

  @integerColumn()
  declare position: number

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime
}
