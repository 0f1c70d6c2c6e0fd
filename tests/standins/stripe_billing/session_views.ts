import type { Customer } from './records.js'
import type { CheckoutSession, PortalConfiguration, PortalSession } from './session_records.js'

/** Of one recurring period, before any trial: what Checkout shows as the total. */
export function checkoutTotal({ items, trialEnd, trialDays }: CheckoutSession): number {
  if (trialEnd !== null || trialDays !== null) return 0
  return items.reduce(
    (sum, { price, quantity = 0 }) =>
      price.recurring?.usage === 'metered' ? sum : sum + (price.unitAmount ?? 0) * quantity,
    0
  )
}

export function checkoutView(
  session: CheckoutSession,
  customer: Customer | undefined,
  origin: string
) {
  const total = checkoutTotal(session)
  return {
    id: session.id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: session.allowPromotionCodes,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: session.billingAddress,
    cancel_url: session.cancelUrl,
    client_reference_id: session.clientReferenceId,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: session.created,
    currency: session.items[0]?.price.currency ?? null,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: session.customer,
    customer_account: null,
    customer_creation: session.customer === null ? 'always' : null,
    customer_details: customerDetails(session, customer),
    customer_email: session.customerEmail,
    discounts: [],
    expires_at: session.expiresAt,
    integration_identifier: null,
    invoice: session.invoice,
    invoice_creation: null,
    livemode: false,
    locale: session.locale,
    managed_payments: null,
    metadata: session.metadata,
    mode: 'subscription',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: session.collectMethod,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_status: session.paymentStatus,
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: {
      allow_redisplay_filters: ['always'],
      payment_method_remove: 'disabled',
      payment_method_save: null,
    },
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: session.status,
    submit_type: null,
    subscription: session.subscription,
    success_url: session.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: session.status === 'open' ? `${origin}/c/pay/${session.id}` : null,
    wallet_options: null,
  }
}

function customerDetails({ customerEmail }: CheckoutSession, customer: Customer | undefined) {
  const email = customer?.email ?? customerEmail
  if (email === null) return null
  return {
    address: customer?.address ?? null,
    business_name: null,
    email,
    individual_name: null,
    name: customer?.name ?? null,
    phone: customer?.phone ?? null,
    tax_exempt: customer?.taxExempt ?? 'none',
    tax_ids: [],
  }
}

export function portalConfigurationView(configuration: PortalConfiguration) {
  const { features } = configuration
  return {
    id: configuration.id,
    object: 'billing_portal.configuration',
    active: configuration.active,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created: configuration.created,
    default_return_url: configuration.returnUrl,
    features: {
      customer_update: {
        allowed_updates: features.customerUpdates ?? [],
        enabled: features.customerUpdates !== null,
      },
      invoice_history: { enabled: features.invoices },
      payment_method_update: { enabled: features.cards, payment_method_configuration: null },
      subscription_cancel: {
        cancellation_reason: { enabled: false, options: [] },
        enabled: features.cancelling,
        mode: 'at_period_end',
        proration_behavior: 'none',
      },
      subscription_update: {
        default_allowed_updates: features.switching ? ['price'] : [],
        enabled: features.switching,
        proration_behavior: 'always_invoice',
      },
    },
    is_default: configuration.isDefault,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: configuration.metadata,
    name: configuration.name,
    updated: configuration.updated,
  }
}

export function portalView(session: PortalSession, origin: string) {
  return {
    id: session.id,
    object: 'billing_portal.session',
    configuration: session.configuration.id,
    created: session.created,
    customer: session.customer,
    customer_account: null,
    flow: session.flow && flowView(session.flow),
    livemode: false,
    locale: session.locale,
    on_behalf_of: null,
    return_url: session.returnUrl,
    url: `${origin}/p/session/${session.secret}`,
  }
}

function flowView({ type, subscription, items, after }: NonNullable<PortalSession['flow']>) {
  return {
    after_completion: {
      hosted_confirmation:
        after.type === 'hosted_confirmation' ? { custom_message: after.message } : null,
      redirect: after.type === 'redirect' ? { return_url: after.returnUrl } : null,
      type: after.type,
    },
    subscription_cancel: type === 'subscription_cancel' ? { retention: null, subscription } : null,
    subscription_update: type === 'subscription_update' ? { subscription } : null,
    subscription_update_confirm:
      type === 'subscription_update_confirm' ? { discounts: null, items, subscription } : null,
    type,
  }
}
