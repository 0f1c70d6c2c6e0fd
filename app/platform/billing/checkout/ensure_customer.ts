import { inject } from '@adonisjs/core'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import Subscription from '#platform/billing/subscription/subscription'
import type Tenant from '#tenancy/models/tenant'

/** Stripe's customer of an ISP, made once: the key and our column see to it. */
@inject()
export class EnsureCustomer {
  constructor(private stripe: StripeBilling) {}

  /** @param email where Stripe sends its receipts */
  async execute(tenant: Tenant, email: string): Promise<{ row: Subscription; customer: string }> {
    const row = await Subscription.of(tenant.id)
    if (row.customer) return { row, customer: row.customer }

    const { id } = await this.stripe.client.customers.create(
      {
        name: tenant.name,
        email,
        preferred_locales: [tenant.locale],
        metadata: { tenant_id: String(tenant.id), slug: tenant.slug },
      },
      { idempotencyKey: `portico-customer-${tenant.schema}` }
    )
    await row.merge({ customer: id }).save()
    return { row, customer: id }
  }
}
