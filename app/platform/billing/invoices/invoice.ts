import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { integerColumn } from '#tenancy/columns'
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

  /** Minor units of the currency. */
  @integerColumn()
  declare amountMinor: number

  @integerColumn()
  declare paidMinor: number

  @column()
  declare currency: string

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

  get isOurs(): boolean {
    return this.stripeInvoice === null
  }
}
