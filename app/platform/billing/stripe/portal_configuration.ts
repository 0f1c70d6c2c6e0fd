import type Stripe from 'stripe'

/** By this ours is known among the account's configurations. */
export const PORTAL_METADATA = { portico: 'plan_page' }
const MANY = 100

/** What `billing:setup` made of the portal; without it Stripe's pages offer what its Dashboard says. */
export async function findPortal(
  client: Stripe
): Promise<Stripe.BillingPortal.Configuration | undefined> {
  for await (const each of client.billingPortal.configurations.list({
    active: true,
    limit: MANY,
  })) {
    if (each.metadata?.['portico'] === PORTAL_METADATA.portico) return each
  }
  return undefined
}
