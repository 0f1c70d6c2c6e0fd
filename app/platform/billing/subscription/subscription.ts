import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { integerColumn, jsonColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'
import type { PlanCode } from '#tenancy/plans/plans'

/** As Stripe names them (docs.stripe.com/api/subscriptions/object, `status`). */
export type SubscriptionStatus =
  | 'trialing'
  | 'active'
  | 'incomplete'
  | 'incomplete_expired'
  | 'past_due'
  | 'unpaid'
  | 'paused'
  | 'canceled'

/** How an ISP pays the platform, and what Stripe said of it when it was last asked. */
export default class Subscription extends PlatformModel {
  static override table = 'platform.subscriptions'
  static override primaryKey = 'tenantId'
  static override selfAssignPrimaryKey = true

  @integerColumn({ isPrimary: true })
  declare tenantId: number

  @column()
  declare way: 'card' | 'invoice'

  /** Stripe's id (cus_…); the same for good. */
  @column()
  declare customer: string | null

  /** The last page for paying that was opened (cs_…). */
  @column()
  declare checkoutSession: string | null

  /** Stripe's id (sub_…). */
  @column()
  declare subscription: string | null

  @column()
  declare status: SubscriptionStatus | null

  @column()
  declare plan: PlanCode | null

  /** What it becomes at the end of the period. */
  @column()
  declare nextPlan: PlanCode | null

  /** Stripe's id of the schedule that makes it so (sub_sched_…). */
  @column()
  declare schedule: string | null

  @column()
  declare hasPaymentMethod: boolean

  @column.dateTime()
  declare trialEndsAt: DateTime | null

  @column.dateTime()
  declare periodEndsAt: DateTime | null

  @column.dateTime()
  declare cancelsAt: DateTime | null

  @column.dateTime()
  declare endedAt: DateTime | null

  /** As invoices show them. */
  @jsonColumn()
  declare taxIds: string[]

  @column.dateTime()
  declare askedAt: DateTime | null

  /** An ISP's, made when it is first asked for. */
  static async of(tenantId: number): Promise<Subscription> {
    await this.query().knexQuery.insert({ tenant_id: tenantId }).onConflict().ignore()
    return this.findOrFail(tenantId)
  }

  /** Is there something at Stripe that may be changed? */
  get isLive(): boolean {
    return this.status !== null && !['canceled', 'incomplete_expired'].includes(this.status)
  }
}
