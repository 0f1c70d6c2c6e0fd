import type { Intent, Session } from './session_book.js'
import type { Refund } from './refund_desk.js'

/** A session as Stripe shows it (api/checkout/sessions/object), for one-off payments. */
export function sessionView(session: Session, origin: string) {
  const open = session.status === 'open'
  return {
    id: session.id,
    object: 'checkout.session',
    after_expiration: null,
    allow_promotion_codes: null,
    amount_subtotal: session.amountMinor,
    amount_total: session.amountMinor,
    automatic_tax: { enabled: false, liability: null, status: null },
    billing_address_collection: null,
    cancel_url: session.cancelUrl,
    client_reference_id: session.clientReferenceId,
    consent: null,
    consent_collection: null,
    created: seconds(session.createdAt),
    currency: session.currency,
    custom_fields: [],
    customer: null,
    customer_creation: 'if_required',
    customer_details: session.status === 'complete' ? customerDetails(session) : null,
    customer_email: session.customerEmail,
    expires_at: seconds(session.expiresAt),
    invoice: null,
    livemode: session.merchant.live,
    locale: null,
    metadata: session.metadata,
    mode: 'payment',
    payment_intent: session.intent?.id ?? null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_status: session.paymentStatus,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    return_url: null,
    setup_intent: null,
    shipping_options: [],
    status: session.status,
    submit_type: null,
    subscription: null,
    success_url: session.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: open ? `${origin}/c/pay/${session.id}` : null,
  }
}

export function intentView(intent: Intent) {
  const { session, status } = intent
  const failed = status === 'requires_payment_method'
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: session.amountMinor,
    amount_capturable: 0,
    amount_received: status === 'succeeded' ? session.amountMinor : 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    created: seconds(intent.createdAt),
    currency: session.currency,
    customer: null,
    description: null,
    last_payment_error: failed
      ? { code: 'card_declined', decline_code: 'generic_decline', type: 'card_error' }
      : null,
    latest_charge: intent.chargeId,
    livemode: session.merchant.live,
    metadata: session.intentMetadata,
    next_action: null,
    payment_method_types: ['card'],
    receipt_email: null,
    status,
  }
}

export function chargeView(intent: Intent) {
  const { session, refundedMinor } = intent
  const paid = intent.status === 'succeeded'
  return {
    id: intent.chargeId,
    object: 'charge',
    amount: session.amountMinor,
    amount_captured: paid ? session.amountMinor : 0,
    amount_refunded: refundedMinor,
    captured: paid,
    created: seconds(intent.createdAt),
    currency: session.currency,
    disputed: false,
    failure_code: null,
    failure_message: null,
    livemode: session.merchant.live,
    metadata: session.intentMetadata,
    paid,
    payment_intent: intent.id,
    payment_method_details: { card: { brand: 'visa', last4: '4242' }, type: 'card' },
    refunded: refundedMinor === session.amountMinor,
    status: paid ? 'succeeded' : 'pending',
  }
}

export function refundView(refund: Refund) {
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amountMinor,
    balance_transaction: null,
    charge: refund.intent.chargeId,
    created: seconds(refund.createdAt),
    currency: refund.intent.session.currency,
    ...(refund.status === 'failed' ? { failure_reason: 'expired_or_canceled_card' } : {}),
    metadata: refund.metadata,
    payment_intent: refund.intent.id,
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: null,
  }
}

export function listView(url: string, data: unknown[]) {
  return { object: 'list', url, has_more: false, data }
}

function customerDetails({ customerEmail }: Session) {
  return {
    address: null,
    email: customerEmail ?? 'customer@example.com',
    name: null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }
}

function seconds(epochMs: number): number {
  return Math.floor(epochMs / 1000)
}
