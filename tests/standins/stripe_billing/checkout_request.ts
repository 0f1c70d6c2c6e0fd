import { stripeId } from '../stripe/merchants.js'
import type { Params } from '../stripe/params.js'
import { missing, Refusal } from '../stripe/refusals.js'
import { DAY, HOUR, MINUTE } from './calendar.js'
import { living } from './customers.js'
import { METADATA } from './known.js'
import type { Price } from './records.js'
import type { CheckoutSession } from './session_records.js'
import type { MissingMethod } from './subscription_records.js'
import type { BillingWorld } from './world.js'

const TRIAL = 'subscription_data[trial_settings][end_behavior][missing_payment_method]'
export const CHECKOUT = [
  'allow_promotion_codes',
  'automatic_tax[enabled]',
  'billing_address_collection',
  'cancel_url',
  'client_reference_id',
  'currency',
  'customer',
  'customer_email',
  'customer_update[address]',
  'customer_update[name]',
  'expires_at',
  'line_items[#][price]',
  'line_items[#][quantity]',
  'locale',
  'mode',
  'payment_method_collection',
  'payment_method_types[#]',
  'subscription_data[billing_mode][type]',
  'subscription_data[description]',
  'subscription_data[metadata][*]',
  'subscription_data[trial_end]',
  'subscription_data[trial_period_days]',
  TRIAL,
  'success_url',
  'tax_id_collection[enabled]',
  'ui_mode',
  ...METADATA,
]
const MISSING: readonly MissingMethod[] = ['create_invoice', 'cancel', 'pause']
const LONGEST_TRIAL_DAYS = 730

/** A subscription bought on Stripe's own page. @throws Refusal */
export function parseCheckout(world: BillingWorld, params: Params): CheckoutSession {
  if (params.need('mode') !== 'subscription') {
    throw new Refusal('This stand-in knows mode=subscription only', { param: 'mode' })
  }
  const uiMode = params.text('ui_mode') ?? 'hosted_page'
  if (uiMode !== 'hosted_page' && uiMode !== 'hosted') {
    throw new Refusal('This stand-in knows the hosted page only', { param: 'ui_mode' })
  }
  params.need('success_url')
  const customerId = params.text('customer')
  const customer = customerId === undefined ? undefined : living(world, customerId, 'customer')
  const customerEmail = params.text('customer_email') ?? null
  if (customer && customerEmail !== null) {
    throw new Refusal('You may only specify one of these parameters: customer, customer_email.')
  }
  if (!customer && params.has('customer_update')) {
    throw new Refusal('`customer_update` can only be used with `customer`.')
  }
  const now = world.now()
  return {
    id: stripeId('cs_test', 58),
    customer: customer?.id ?? null,
    customerEmail,
    items: parseItems(world, params),
    clientReferenceId: params.text('client_reference_id') ?? null,
    metadata: params.metadata(),
    subscriptionMetadata: params.metadata('subscription_data[metadata]'),
    description: params.text('subscription_data[description]') ?? null,
    ...parseTrial(params, world.nowOf(customer)),
    collectMethod:
      params.choice('payment_method_collection', ['always', 'if_required']) ?? 'always',
    collectTaxId: params.flag('tax_id_collection[enabled]') ?? false,
    allowPromotionCodes: params.flag('allow_promotion_codes') ?? null,
    billingAddress: params.choice('billing_address_collection', ['auto', 'required']) ?? null,
    locale: params.text('locale') ?? null,
    successUrl: params.url('success_url') ?? '',
    cancelUrl: params.url('cancel_url') ?? null,
    status: 'open',
    paymentStatus: 'unpaid',
    subscription: null,
    invoice: null,
    created: now,
    expiresAt: parseExpiry(params, now),
  }
}

function parseItems(world: BillingWorld, params: Params): CheckoutSession['items'] {
  const rows = params.rows('line_items')
  if (rows.length === 0) throw missing('line_items')
  const items = rows.map((row) => {
    const price = world.prices.of(params.need(`${row}[price]`), `${row}[price]`)
    const quantity = params.integer(`${row}[quantity]`)
    checkQuantity(price, quantity, `${row}[quantity]`)
    return { id: stripeId('li'), price, quantity }
  })
  checkTogether(items.map(({ price }) => price))
  return items
}

function checkQuantity(price: Price, quantity: number | undefined, param: string): void {
  const isMetered = price.recurring?.usage === 'metered'
  if (isMetered && quantity !== undefined) {
    throw new Refusal('Quantity should not be specified where usage_type is `metered`.', { param })
  }
  if (!isMetered && quantity === undefined) throw missing(param)
  if (quantity === 0) throw new Refusal('Invalid integer: at least 1', { param })
}

/** One currency and one interval; Stripe can mix intervals, this stand-in cannot. @throws Refusal */
export function checkTogether(prices: readonly Price[]): void {
  const [first, ...others] = prices
  const inactive = prices.find(({ active }) => !active)
  if (inactive) throw new Refusal(`The price specified is inactive: ${inactive.id}`)
  if (!prices.some(({ recurring }) => recurring !== null)) {
    throw new Refusal('You must provide at least one recurring price in `subscription` mode.')
  }
  for (const { currency, recurring } of others) {
    const isAlike =
      recurring?.interval === first?.recurring?.interval &&
      recurring?.count === first?.recurring?.count
    if (currency !== first?.currency || !isAlike) {
      throw new Refusal('All prices must have the same currency and interval')
    }
  }
}

/** By days or by a moment at least two days ahead. */
function parseTrial(params: Params, now: number) {
  const trialDays = params.integer('subscription_data[trial_period_days]') ?? null
  const trialEnd = params.integer('subscription_data[trial_end]') ?? null
  const missingMethod = params.choice(TRIAL, MISSING) ?? 'create_invoice'
  if (trialDays !== null && (trialDays < 1 || trialDays > LONGEST_TRIAL_DAYS)) {
    throw new Refusal(`Trials are 1 to ${LONGEST_TRIAL_DAYS} days long`, {
      param: 'subscription_data[trial_period_days]',
    })
  }
  if (trialEnd !== null && trialEnd < now + 2 * DAY) {
    throw new Refusal('The `trial_end` date has to be at least 2 days in the future.', {
      param: 'subscription_data[trial_end]',
    })
  }
  return { trialDays, trialEnd, missingMethod }
}

/** From 30 minutes to a day from now; a day when not said. */
function parseExpiry(params: Params, now: number): number {
  const at = params.integer('expires_at')
  if (at === undefined) return now + DAY
  if (at < now + 30 * MINUTE - 1 || at > now + 24 * HOUR + 1) {
    throw new Refusal(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      { param: 'expires_at' }
    )
  }
  return at
}
