import { inject } from '@adonisjs/core'
import { digest } from '#platform/billing/stripe/digest'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import Subscription from '#platform/billing/subscription/subscription'
import type Tenant from '#tenancy/models/tenant'

/** Stripe's customer of an ISP: the first that our column has is the one. */
@inject()
export class EnsureCustomer {
  constructor(private stripe: StripeBilling) {}

  /** @param email where Stripe sends its receipts */
  async execute(tenant: Tenant, email: string): Promise<{ row: Subscription; customer: string }> {
    const row = await Subscription.of(tenant.id)
    if (row.customer) return { row, customer: row.customer }

    const made = await this.#make(tenant, email)
    await Subscription.query()
      .where('tenant_id', tenant.id)
      .whereNull('customer')
      .update({ customer: made })
    await row.refresh()
    return { row, customer: row.customer ?? made }
  }

  /** A key is good for one set of parameters, and another owner has another address. */
  async #make(tenant: Tenant, email: string): Promise<string> {
    const params = {
      name: tenant.name,
      email,
      preferred_locales: [tenant.locale],
      metadata: { tenant_id: String(tenant.id), slug: tenant.slug },
    }
    const { id } = await this.stripe.client.customers.create(params, {
      idempotencyKey: `portico-customer-${tenant.schema}-${digest(params)}`,
    })
    return id
  }
}
