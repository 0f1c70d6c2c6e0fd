import type Stripe from 'stripe'
import { findPortal, PORTAL_METADATA } from '#platform/billing/stripe/portal_configuration'
import type { Step } from '#platform/billing/stripe/set_up/step'

const WHAT = 'customer portal'

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features

/** Changing plans and cancelling have rules of ours, and are on the plan's page alone. */
const FEATURES = {
  customer_update: { enabled: true, allowed_updates: ['name', 'email', 'address', 'tax_id'] },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  subscription_cancel: { enabled: false },
  subscription_update: { enabled: false },
} satisfies Features

/** What Stripe's own pages offer an ISP (docs.stripe.com/api/customer_portal/configurations). */
export async function setUpPortal(client: Stripe): Promise<Step> {
  const present = await findPortal(client)
  if (present && isAsWanted(present.features)) {
    return { what: WHAT, id: present.id, outcome: 'found' }
  }
  const { configurations } = client.billingPortal
  const { id } = present
    ? await configurations.update(present.id, { features: FEATURES })
    : await configurations.create({ features: FEATURES, metadata: PORTAL_METADATA })
  return { what: WHAT, id, outcome: present ? 'changed' : 'made' }
}

function isAsWanted(features: Stripe.BillingPortal.Configuration.Features): boolean {
  const { allowed_updates: allowed } = features.customer_update
  return (
    features.customer_update.enabled &&
    FEATURES.customer_update.allowed_updates.every((field) => allowed.includes(field)) &&
    features.invoice_history.enabled &&
    features.payment_method_update.enabled &&
    !features.subscription_cancel.enabled &&
    !features.subscription_update.enabled
  )
}
