import { column } from '@adonisjs/lucid/orm'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { integerColumn, jsonColumn } from '#tenancy/columns'
import { PlatformModel } from '#tenancy/models/platform_model'
import type { PlanCode } from '#tenancy/plans/plans'

export type InvoiceStatus = 'open' | 'paid' | 'uncollectible' | 'void'

/** What an ISP was charged: by Stripe, as it was last seen there, or by an invoice of our own. */
export default class Invoice extends PlatformModel {
  static override table = 'platform.invoices'

  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare tenantId: number

  /** Stripe's id (in_…); null for our own. */
  @column()
  declare stripeInvoice: string | null

  @column()
  declare number: string

  /** Of our own invoices. */
  @column()
  declare plan: PlanCode | null

  @column()
  declare status: InvoiceStatus

  /** With tax, in minor units of the currency. */
  @integerColumn()
  declare amountMinor: number

  /** The part of the amount that is tax. */
  @integerColumn()
  declare taxMinor: number

  /** What that tax is called where the ISP is; null without any. */
  @column()
  declare taxName: string | null

  @integerColumn()
  declare paidMinor: number

  @column()
  declare currency: string

  /** Of our own: whom it is addressed to besides the ISP's name, in lines. */
  @column()
  declare billTo: string

  /** The ISP's, as they were when it was written. */
  @jsonColumn()
  declare taxIds: string[]

  @column.dateTime()
  declare periodStart: DateTime

  @column.dateTime()
  declare periodEnd: DateTime

  @column.dateTime()
  declare issuedAt: DateTime

  @column.dateTime()
  declare dueAt: DateTime

  @column.dateTime()
  declare paidAt: DateTime | null

  /** Stripe's page, where it is paid. */
  @column()
  declare hostedUrl: string | null

  @column()
  declare pdfUrl: string | null

  /** Who said that the money came, and by what it was known. */
  @column()
  declare settledBy: string | null

  @column()
  declare settledWith: string | null

  /** Who cancelled it, and why. */
  @column()
  declare voidedBy: string | null

  @column()
  declare voidReason: string | null

  /** The invoice of our own with which an ISP's time ends, whether it is paid or not. */
  static lastOfOurs(tenantId: number, client?: TransactionClientContract): Promise<Invoice | null> {
    return this.#lastOf(tenantId, ['open', 'paid'], client)
  }

  /** The invoice of our own with which the time ends that an ISP has paid. */
  static lastPaidOfOurs(tenantId: number): Promise<Invoice | null> {
    return this.#lastOf(tenantId, ['paid'])
  }

  /**
   * The paid invoice of our own whose month runs, and so the plan an ISP has; before the first
   * month begins, the one that was paid ahead.
   */
  static inForce(tenantId: number, now: DateTime): Promise<Invoice | null> {
    return this.query()
      .where({ tenantId, status: 'paid' })
      .whereNull('stripe_invoice')
      .where('period_end', '>', now.toJSDate())
      .orderByRaw('period_start <= ? desc, period_start', [now.toJSDate()])
      .first()
  }

  static #lastOf(
    tenantId: number,
    statuses: InvoiceStatus[],
    client?: TransactionClientContract
  ): Promise<Invoice | null> {
    return this.query({ client })
      .where('tenant_id', tenantId)
      .whereNull('stripe_invoice')
      .whereIn('status', statuses)
      .orderBy('period_end', 'desc')
      .first()
  }

  /** One of our own that is open, for whoever changes it; the next one waits. */
  static lockOpen(id: number, client: TransactionClientContract): Promise<Invoice | null> {
    return this.query({ client })
      .where({ id, status: 'open' })
      .whereNull('stripe_invoice')
      .forUpdate()
      .first()
  }

  get isOurs(): boolean {
    return this.stripeInvoice === null
  }
}
