import { stripeId } from '../stripe/merchants.js'
import type { Params } from '../stripe/params.js'
import { missing, Refusal } from '../stripe/refusals.js'
import { living } from './customers.js'
import type { Customer } from './records.js'
import type { PortalFlow, PortalSession } from './session_records.js'
import type { BillingWorld } from './world.js'

const FLOWS = [
  'payment_method_update',
  'subscription_cancel',
  'subscription_update',
  'subscription_update_confirm',
] as const
const AFTER = ['hosted_confirmation', 'portal_homepage', 'redirect'] as const
const CONFIRM = 'flow_data[subscription_update_confirm]'

export const PORTAL = [
  'configuration',
  'customer',
  'flow_data[after_completion][hosted_confirmation][custom_message]',
  'flow_data[after_completion][redirect][return_url]',
  'flow_data[after_completion][type]',
  'flow_data[subscription_cancel][subscription]',
  'flow_data[subscription_update][subscription]',
  `${CONFIRM}[items][#][id]`,
  `${CONFIRM}[items][#][price]`,
  `${CONFIRM}[items][#][quantity]`,
  `${CONFIRM}[subscription]`,
  'flow_data[type]',
  'locale',
  'on_behalf_of',
  'return_url',
]

/** docs.stripe.com/api/customer_portal/sessions/create. @throws Refusal */
export function parsePortal(world: BillingWorld, params: Params): PortalSession {
  const customer = living(world, params.need('customer'), 'customer')
  return {
    id: stripeId('bps'),
    secret: stripeId('test', 40),
    customer: customer.id,
    configuration: configurationOf(world, params.text('configuration')),
    flow: params.has('flow_data') ? parseFlow(world, params, customer) : null,
    locale: params.text('locale') ?? null,
    returnUrl: params.url('return_url') ?? null,
    created: world.now(),
  }
}

/** @throws Refusal */
function configurationOf({ portalConfigurations }: BillingWorld, id: string | undefined) {
  const configuration =
    id === undefined
      ? portalConfigurations.all().find(({ isDefault }) => isDefault)
      : portalConfigurations.of(id, 'configuration')
  if (configuration?.active) return configuration
  throw new Refusal('The configuration is not active.', { param: 'configuration' })
}

function parseFlow(world: BillingWorld, params: Params, customer: Customer): PortalFlow {
  params.need('flow_data[type]')
  const type = params.choice('flow_data[type]', FLOWS) ?? 'payment_method_update'
  const needs = type !== 'payment_method_update'
  const name = `flow_data[${type}][subscription]`
  const subscription = needs ? world.subscriptions.of(params.need(name), name) : undefined
  if (subscription && subscription.customer !== customer) {
    throw new Refusal('The subscription belongs to another customer', { param: name })
  }
  const rows = params.rows(`${CONFIRM}[items]`)
  if (type === 'subscription_update_confirm' && rows.length === 0)
    throw missing(`${CONFIRM}[items]`)
  return {
    type,
    subscription: subscription?.id ?? null,
    items: rows.map((row) => ({
      id: params.need(`${row}[id]`),
      price: params.text(`${row}[price]`) ?? null,
      quantity: params.integer(`${row}[quantity]`) ?? null,
    })),
    after: parseAfter(params),
  }
}

function parseAfter(params: Params): PortalFlow['after'] {
  const name = 'flow_data[after_completion]'
  const type = params.choice(`${name}[type]`, AFTER) ?? 'portal_homepage'
  if (type === 'redirect') params.need(`${name}[redirect][return_url]`)
  return {
    type,
    returnUrl: params.url(`${name}[redirect][return_url]`) ?? null,
    message: params.text(`${name}[hosted_confirmation][custom_message]`) ?? null,
  }
}
