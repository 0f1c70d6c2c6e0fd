import { inject } from '@adonisjs/core'
import { BillingRefused } from '#platform/billing/errors'
import { findPortal } from '#platform/billing/stripe/portal_configuration'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import Subscription from '#platform/billing/subscription/subscription'
import { tenantUrl } from '#platform/tenant_url'
import type Tenant from '#tenancy/models/tenant'
import { PLAN_PAGE } from '#tenancy/plans/errors'

/** Stripe's own pages for cards, tax ids and invoices, opened for one visit. */
@inject()
export class OpenPortal {
  constructor(private stripe: StripeBilling) {}

  /** @returns the page's address. @throws BillingRefused */
  async execute(tenant: Tenant): Promise<string> {
    const row = await Subscription.find(tenant.id)
    if (!row?.customer) throw new BillingRefused('not_subscribed')
    const { client } = this.stripe
    const configuration = await findPortal(client)
    const { url } = await client.billingPortal.sessions.create({
      customer: row.customer,
      ...(configuration && { configuration: configuration.id }),
      return_url: `${tenantUrl(tenant)}${PLAN_PAGE}`,
    })
    return url
  }
}
