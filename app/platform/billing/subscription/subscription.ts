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

/** Is a subscription over for good, by Stripe's own word? */
export function isOver({ status }: { readonly status: string | null }): boolean {
  return status === 'canceled' || status === 'incomplete_expired'
}

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

  /** A larger one that waits for its payment, and until when Stripe keeps it waiting. */
  @column()
  declare pendingPlan: PlanCode | null

  @column.dateTime()
  declare pendingUntil: DateTime | null

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

  /** Why it ends or ended, by Stripe's words (cancellation_details.reason). */
  @column()
  declare endReason: string | null

  /** What invoices of our own are addressed to, in lines, and the ISP's tax number on them. */
  @column()
  declare invoiceAddress: string

  @column()
  declare invoiceTaxId: string

  /** At Stripe, as its invoices show them. */
  @jsonColumn()
  declare taxIds: string[]

  @column.dateTime()
  declare askedAt: DateTime | null

  /** An ISP's, made when it is first asked for. */
  static async of(tenantId: number): Promise<Subscription> {
    await this.query().knexQuery.insert({ tenant_id: tenantId }).onConflict().ignore()
    return this.findOrFail(tenantId)
  }

  /** When it ends, or ended, by the ISP's wish; null while it goes on, or where money was the reason. */
  get leavesAt(): DateTime | null {
    if (this.way !== 'card' || this.endReason !== 'cancellation_requested') return null
    return this.endedAt ?? this.cancelsAt
  }

  /** Does a subscription at Stripe charge the ISP, now or when its trial ends? */
  get isCharged(): boolean {
    return this.isLive && this.status !== 'incomplete'
  }

  /** Is there something at Stripe that may be changed? */
  get isLive(): boolean {
    return this.status !== null && !isOver(this)
  }
}
