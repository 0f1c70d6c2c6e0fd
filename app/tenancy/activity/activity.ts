import { column } from '@adonisjs/lucid/orm'
import { BaseModel } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { integerColumn, jsonColumn } from '#tenancy/columns'

/** Who of the operator's people did what, from where. */
export default class Activity extends BaseModel {
  static override table = 'activity_log'

  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare accountId: number | null

  @column()
  declare accountName: string

  /** Object and verb, such as "router.created". */
  @column()
  declare action: string

  /** What it was done to, as a person would call it. */
  @column()
  declare subject: string

  @jsonColumn()
  declare detail: Record<string, unknown>

  @column()
  declare ip: string | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime
}
