import { Params } from './params.js'
import { missing, Refusal } from './refusals.js'

export interface SessionRequest {
  amountMinor: number
  /** Lower case. */
  currency: string
  description: string
  successUrl: string
  cancelUrl: string | null
  clientReferenceId: string | null
  customerEmail: string | null
  /** Milliseconds since the Unix epoch. */
  expiresAt: number
  metadata: Record<string, string>
  intentMetadata: Record<string, string>
}

const KNOWN = [
  /^(?:mode|success_url|cancel_url|client_reference_id|customer_email|expires_at|locale|submit_type|ui_mode|customer_creation|billing_address_collection)$/,
  /^metadata\[[^\]]+\]$/,
  /^payment_method_types\[\d*\]$/,
  /^payment_intent_data\[(?:description|statement_descriptor|statement_descriptor_suffix|receipt_email)\]$/,
  /^payment_intent_data\[metadata\]\[[^\]]+\]$/,
  /^line_items\[0\]\[quantity\]$/,
  /^line_items\[0\]\[price_data\]\[(?:currency|unit_amount)\]$/,
  /^line_items\[0\]\[price_data\]\[product_data\]\[(?:name|description)\]$/,
]
const LEAST_MINOR: Record<string, number> = { gbp: 30 }
const LEAST_OTHERWISE = 50
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const LONGEST_REFERENCE = 200

/** One item bought once, on Stripe's own page. @throws Refusal */
export function parseSession(form: URLSearchParams, now: number): SessionRequest {
  const params = new Params(form, KNOWN)
  if (params.need('mode') !== 'payment') {
    throw new Refusal('This stand-in knows mode=payment only', { param: 'mode' })
  }
  const uiMode = params.text('ui_mode') ?? 'hosted_page'
  if (uiMode !== 'hosted_page' && uiMode !== 'hosted') {
    throw new Refusal('This stand-in knows the hosted page only', { param: 'ui_mode' })
  }
  params.need('success_url')
  const clientReferenceId = params.text('client_reference_id') ?? null
  if (clientReferenceId !== null && clientReferenceId.length > LONGEST_REFERENCE) {
    throw new Refusal('Invalid string: at most 200 characters', { param: 'client_reference_id' })
  }
  return {
    ...parseItem(params),
    successUrl: params.url('success_url') ?? '',
    cancelUrl: params.url('cancel_url') ?? null,
    clientReferenceId,
    customerEmail: params.text('customer_email') ?? null,
    expiresAt: parseExpiry(params, now),
    metadata: params.metadata(),
    intentMetadata: params.metadata('payment_intent_data[metadata]'),
  }
}

function parseItem(params: Params) {
  const item = 'line_items[0]'
  if (params.text(`${item}[price_data][currency]`) === undefined) throw missing('line_items')
  const currency = params.need(`${item}[price_data][currency]`)
  if (!/^[a-z]{3}$/.test(currency)) {
    throw new Refusal(`Invalid currency: ${currency}`, { param: `${item}[price_data][currency]` })
  }
  const description = params.need(`${item}[price_data][product_data][name]`)
  const unit = params.needInteger(`${item}[price_data][unit_amount]`)
  const amountMinor = unit * params.needInteger(`${item}[quantity]`)
  const least = LEAST_MINOR[currency] ?? LEAST_OTHERWISE
  if (amountMinor < least) {
    throw new Refusal(
      `The Checkout Session's total amount must be at least ${least} in the smallest unit of ${currency}`,
      { code: 'amount_too_small' }
    )
  }
  return { amountMinor, currency, description }
}

/** From 30 minutes to a day from now; a day when not said. */
function parseExpiry(params: Params, now: number): number {
  const seconds = params.integer('expires_at')
  if (seconds === undefined) return now + DAY_MS
  const wait = seconds * 1000 - now
  // Both clocks round to seconds.
  if (wait < 30 * MINUTE_MS - 1000 || wait > DAY_MS + 1000) {
    throw new Refusal(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      { param: 'expires_at' }
    )
  }
  return seconds * 1000
}
