import type { HttpContext } from '@adonisjs/core/http'
import { column } from '@adonisjs/lucid/orm'
import { DateTime } from 'luxon'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'

/** Acts of admins that stand in no tenant's own history; said by `admin.acts.<act>`, `_` for `.`. */
export type AdminActName =
  | 'job.retried'
  | 'job.discarded'
  | 'event.processed'
  | 'schemas.upgraded'
  | 'codes.blocked'
  | 'codes.unblocked'

/** Who of ours did what to the platform, from where and why. Never changed. */
export default class AdminAct extends PlatformModel {
  static override table = 'platform.admin_acts'

  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare accountId: number | null

  @column()
  declare adminName: string

  @column()
  declare act: AdminActName

  /** What it was done to, as a person would call it; never a secret or a customer. */
  @column()
  declare subject: string

  @column()
  declare reason: string | null

  @column()
  declare ip: string

  @column.dateTime()
  declare createdAt: DateTime

  static async note(
    { auth, request }: HttpContext,
    act: AdminActName,
    subject: string,
    reason: string | null = null
  ): Promise<void> {
    const { id, name } = auth.use('web').getUserOrFail()
    const by = { accountId: id, adminName: name, ip: request.ip() }
    await this.create({ ...by, act, subject, reason, createdAt: DateTime.utc() })
  }

  /** The latest first. */
  static async latest(many: number, acts: readonly AdminActName[] = []): Promise<AdminAct[]> {
    const query = this.query().orderBy('id', 'desc').limit(many)
    return acts.length > 0 ? query.whereIn('act', [...acts]) : query
  }
}
