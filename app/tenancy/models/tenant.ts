import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { integerColumn, jsonColumn } from '#tenancy/columns'
import { stateOf, type TenantStatus } from '#tenancy/lifecycle/tenant_states'
import type { FeatureName, PlanCode, PlanLimits } from '#tenancy/plans/plans'
import type { TenantSettings } from '#tenancy/settings'
import { PlatformModel } from '#tenancy/models/platform_model'
import type { SchemaName } from '#tenancy/schema_name'

/** An ISP on the platform. */
export default class Tenant extends PlatformModel {
  static override table = 'platform.tenants'

  @integerColumn({ isPrimary: true })
  declare id: number

  @column()
  declare slug: string

  @column()
  declare name: string

  @column()
  declare schema: SchemaName

  @column()
  declare status: TenantStatus

  @column.dateTime()
  declare statusSince: DateTime

  @column()
  declare plan: PlanCode

  /** What an admin has granted otherwise than the plan has it. */
  @jsonColumn()
  declare limitOverrides: Partial<PlanLimits>

  /** What an admin has granted beside the plan's features. */
  @jsonColumn()
  declare featureGrants: FeatureName[]

  /** As counted an hour ago or less; see CountActiveCustomers. */
  @integerColumn()
  declare activeCustomers: number

  @integerColumn()
  declare schemaVersion: number

  /** ISO 3166 alpha-2; currency, zone and dialling code follow it at sign-up. */
  @column()
  declare country: string

  @column()
  declare currency: string

  @column()
  declare timezone: string

  @column()
  declare locale: string

  @column()
  declare brandColor: string

  @jsonColumn()
  declare settings: Partial<TenantSettings>

  @column.dateTime()
  declare trialEndsAt: DateTime | null

  /** When its plan ends, or ended, because it cancelled; null of any other. */
  @column.dateTime()
  declare planEndsAt: DateTime | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  /** A tenant whose routers and portal are served. */
  get isOpen(): boolean {
    return stateOf(this).portal !== 'closed'
  }
}
