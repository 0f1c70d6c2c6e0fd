import { column } from '@adonisjs/lucid/orm'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import type { Actor } from '#platform/lifecycle/actor'
import { integerColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'

type Kind = 'status' | 'plan' | 'limits' | 'subscription' | 'invoice' | 'export'

export interface Move {
  tenantId: number
  kind: Kind
  before: string
  after: string
  reason: string
  by: Actor
}

/** What was decided about a tenant, by whom and why. Never changed. */
export default class TenantEvent extends PlatformModel {
  static override table = 'platform.tenant_events'

  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare tenantId: number

  @column()
  declare kind: Kind

  @column()
  declare before: string

  @column()
  declare after: string

  @column()
  declare reason: string

  @column()
  declare actor: Actor['kind']

  @integerColumn()
  declare accountId: number | null

  @column()
  declare actorName: string

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  /** Part of the transaction that moves the tenant. */
  static async note(client: TransactionClientContract, { by, ...move }: Move): Promise<void> {
    const actor = { actor: by.kind, accountId: by.accountId ?? null, actorName: by.name }
    await this.create({ ...move, ...actor }, { client })
  }
}
