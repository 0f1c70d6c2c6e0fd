import type { Params } from '../stripe/params.js'
import { missing, Refusal } from '../stripe/refusals.js'
import { DAY } from './calendar.js'
import { PAYMENT_BEHAVIORS } from './changes.js'
import { checkTogether } from './checkout_request.js'
import { declined } from './cards.js'
import { living, methodOfCustomer } from './customers.js'
import { METADATA } from './known.js'
import type { Subscription } from './subscription_records.js'
import type { Subscriptions } from './subscriptions.js'
import type { BillingWorld } from './world.js'

export const MISSING_METHOD = 'trial_settings[end_behavior][missing_payment_method]'
export const CREATE = [
  'billing_mode[type]',
  'collection_method',
  'currency',
  'customer',
  'default_payment_method',
  'description',
  'items[#][price]',
  'items[#][quantity]',
  'items[#][metadata][*]',
  'off_session',
  'payment_behavior',
  'trial_end',
  'trial_period_days',
  MISSING_METHOD,
  ...METADATA,
]

/** A subscription without Checkout. @throws Refusal */
export function createSubscription(
  world: BillingWorld,
  subscriptions: Subscriptions,
  params: Params
): Subscription {
  const customer = living(world, params.need('customer'), 'customer')
  if ((params.text('collection_method') ?? 'charge_automatically') !== 'charge_automatically') {
    throw new Refusal('This stand-in charges automatically only', { param: 'collection_method' })
  }
  const rows = params.rows('items')
  if (rows.length === 0) throw missing('items')
  const items = rows.map((row) => ({
    price: world.prices.of(params.need(`${row}[price]`), `${row}[price]`),
    quantity: params.integer(`${row}[quantity]`),
    metadata: params.metadata(`${row}[metadata]`),
  }))
  checkTogether(items.map(({ price }) => price))
  const methodId = params.text('default_payment_method')
  const param = 'default_payment_method'
  const method = methodId === undefined ? null : methodOfCustomer(world, methodId, customer, param)
  const behavior = params.choice('payment_behavior', PAYMENT_BEHAVIORS) ?? 'allow_incomplete'
  const now = world.nowOf(customer)
  const days = params.integer('trial_period_days')
  const trialEnd = params.integer('trial_end') ?? (days === undefined ? null : now + days * DAY)
  const pays = method ?? world.methods.find(customer.defaultPaymentMethod)
  if (trialEnd === null && pays?.card !== 'good' && behavior === 'error_if_incomplete') {
    throw declined()
  }
  return subscriptions.start(
    {
      customer,
      items,
      trialEnd,
      missingMethod:
        params.choice(MISSING_METHOD, ['create_invoice', 'cancel', 'pause']) ?? 'create_invoice',
      metadata: params.metadata(),
      description: params.text('description') ?? null,
      defaultPaymentMethod: method?.id ?? null,
    },
    now
  )
}
