import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import Stripe from 'stripe'
import { Clock } from '#core/clock'
import { PlanPrices } from '#platform/billing/stripe/plan_prices'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import type Subscription from '#platform/billing/subscription/subscription'
import type Tenant from '#tenancy/models/tenant'

/** What the meter at Stripe is made for; it takes the last value of a period. */
export const EVENT_NAME = 'portico_active_customers'

/** Stripe takes events up to 35 days old; these are tried again so long. */
const RETRY_DAYS = 30

interface Report {
  day: string
  value: number
}

/**
 * Tells Stripe's meter once a day (UTC) how many active customers an ISP has. The value of a day
 * is fixed before it is sent: however often that is tried, Stripe hears one and counts it once.
 */
@inject()
export class ReportUsage {
  constructor(
    private db: Database,
    private stripe: StripeBilling,
    private prices: PlanPrices,
    private clock: Clock
  ) {}

  async execute(tenant: Tenant, { customer, isLive }: Subscription): Promise<void> {
    const { metered } = await this.prices.all()
    if (!customer || !isLive || !metered) return
    await this.#fix(tenant)
    for (const report of await this.#waiting(tenant.id)) {
      await this.#send(tenant, customer, report)
      await this.#reports()
        .where({ tenant_id: tenant.id, day: report.day })
        .update({ reported_at: this.clock.now().toJSDate() })
    }
  }

  async #fix({ id, activeCustomers }: Tenant): Promise<void> {
    await this.db.connection('app').rawQuery(
      `insert into platform.usage_reports (tenant_id, day, value) values (?, ?, ?)
       on conflict do nothing`,
      [id, this.#today(), activeCustomers]
    )
  }

  async #waiting(tenantId: number): Promise<Report[]> {
    const rows: { rows: Report[] } = await this.db.connection('app').rawQuery(
      `select day::text as day, value from platform.usage_reports
        where tenant_id = ? and reported_at is null and day > ?::date - ${RETRY_DAYS}
        order by day`,
      [tenantId, this.#today()]
    )
    return rows.rows
  }

  async #send(tenant: Tenant, customer: string, { day, value }: Report): Promise<void> {
    const noon = DateTime.fromISO(`${day}T12:00:00Z`)
    const at = DateTime.min(noon, this.clock.now())
    const identifier = `portico-${tenant.schema}-${day}`
    try {
      await this.stripe.client.billing.meterEvents.create({
        event_name: EVENT_NAME,
        payload: { stripe_customer_id: customer, value: String(value) },
        identifier,
        timestamp: at.toUnixInteger(),
      })
    } catch (error) {
      if (!isKnownAlready(error)) throw error
    }
  }

  #today(): string {
    return this.clock.now().toISODate() ?? ''
  }

  #reports() {
    return this.db.connection('app').from('platform.usage_reports')
  }
}

/** An answer that was lost: "An event already exists with identifier …". */
function isKnownAlready(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    /already exists/i.test(error.message)
  )
}
