import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'

/** A router may be slow to fetch, or lose its link half way; a script that runs wild may not. */
const MOST_FETCHES = 20

/**
 * The one line by which a router joins. Its token opens the script with the
 * secrets until the router has told us that it is through and nothing failed, an hour
 * at most, so that it may be pasted again; from then on it opens nothing.
 * Reports are taken for the whole hour. A router has one, the newest.
 */
export default class Joining extends PlatformModel {
  static override table = 'platform.router_joinings'

  @integerColumn({ isPrimary: true })
  declare id: number

  @column({ serializeAs: null })
  declare token: string

  @integerColumn()
  declare tenantId: number

  @integerColumn()
  declare routerId: number

  @column.dateTime()
  declare createdAt: DateTime

  @column.dateTime()
  declare expiresAt: DateTime

  @integerColumn()
  declare fetches: number

  @column.dateTime()
  declare fetchedAt: DateTime | null

  @column.dateTime()
  declare finishedAt: DateTime | null

  takesReports(now: Date): boolean {
    return this.expiresAt.toMillis() > now.getTime()
  }

  opensScript(now: Date): boolean {
    return this.takesReports(now) && !this.finishedAt && this.fetches < MOST_FETCHES
  }
}
