import { stripeId } from '../stripe/merchants.js'
import type { Params } from '../stripe/params.js'
import { Refusal } from '../stripe/refusals.js'
import { CARDS, newCard } from './cards.js'
import { checkRoom } from './clock_room.js'
import { customerView, taxIdView } from './customer_views.js'
import { differences } from './events.js'
import { mergedMetadata } from './metadata.js'
import type { Address, Customer, PaymentMethod, TaxId } from './records.js'
import type { BillingWorld } from './world.js'

export const ADDRESS = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'] as const

/** @throws Refusal for a customer that is not there, or is no more. */
export function living(world: BillingWorld, id: string, param?: string): Customer {
  const customer = world.customers.of(id, param)
  if (!customer.deleted) return customer
  throw new Refusal(`No such customer: '${id}'; it was deleted`, {
    param: param ?? 'id',
    code: 'resource_missing',
  })
}

/** @throws Refusal */
export function createCustomer(world: BillingWorld, params: Params): Customer {
  const clockId = params.text('test_clock')
  const clock = clockId === undefined ? null : world.clocks.of(clockId, 'test_clock')
  if (clock) checkRoom(world, clock)
  const customer: Customer = {
    id: stripeId('cus', 14),
    name: null,
    email: null,
    phone: null,
    description: null,
    address: null,
    metadata: params.metadata(),
    balance: 0,
    currency: null,
    taxExempt: 'none',
    defaultPaymentMethod: null,
    preferredLocales: [],
    clock,
    invoicePrefix: stripeId('', 8).slice(1).toUpperCase(),
    nextInvoice: 1,
    created: clock?.frozenTime ?? world.now(),
    deleted: false,
  }
  const token = params.text('payment_method')
  const method = token === undefined ? undefined : methodFromToken(world, token, customer)
  assign(world, customer, params, method)
  world.customers.put(customer)
  world.tell('customer.created', customerView(customer))
  for (const row of params.rows('tax_id_data')) {
    addTaxId(world, customer, params.need(`${row}[type]`), params.need(`${row}[value]`))
  }
  return customer
}

export function updateCustomer(world: BillingWorld, customer: Customer, params: Params): void {
  const before = customerView(customer)
  assign(world, customer, params)
  customer.metadata = mergedMetadata(customer.metadata, params)
  const changed = differences(before, customerView(customer))
  if (changed) world.tell('customer.updated', customerView(customer), changed)
}

/** Fields sent empty are cleared. */
function assign(
  world: BillingWorld,
  customer: Customer,
  params: Params,
  attached?: PaymentMethod
): void {
  for (const field of ['name', 'email', 'phone', 'description'] as const) {
    const value = params.text(field)
    if (value !== undefined) customer[field] = value === '' ? null : value
  }
  if (params.has('address')) customer.address = addressOf(params)
  if (params.has('preferred_locales')) customer.preferredLocales = params.list('preferred_locales')
  const exempt = params.choice('tax_exempt', ['none', 'exempt', 'reverse'])
  if (exempt !== undefined) customer.taxExempt = exempt
  const field = 'invoice_settings[default_payment_method]'
  const wanted = params.text(field)
  if (wanted === undefined) return
  if (wanted === '') customer.defaultPaymentMethod = null
  else if (attached && CARDS.some(({ token }) => token === wanted)) {
    customer.defaultPaymentMethod = attached.id
  } else {
    customer.defaultPaymentMethod = methodOfCustomer(world, wanted, customer, field).id
  }
}

/** @throws Refusal when the method is not attached to the customer. */
export function methodOfCustomer(
  world: BillingWorld,
  id: string,
  customer: Customer,
  param: string
): PaymentMethod {
  const method = world.methods.of(id, param)
  if (method.customer === customer.id) return method
  throw new Refusal(
    'The customer does not have a payment method with the ID ' +
      `${id}. The payment method must be attached to the customer.`,
    { param, code: 'resource_missing' }
  )
}

/** `pm_card_visa` and its like become a card of the customer's. @throws Refusal */
export function methodFromToken(
  world: BillingWorld,
  token: string,
  customer: Customer
): PaymentMethod {
  const card = CARDS.find((one) => one.token === token)
  const known = world.methods.find(token)
  if (!card && !known) return world.methods.of(token, 'payment_method')
  if (known && known.customer !== null && known.customer !== customer.id) {
    throw new Refusal('The payment method you provided has already been attached to a customer.')
  }
  const now = world.nowOf(customer)
  const method = known ?? world.methods.put(newCard(card?.kind ?? 'good', customer.id, now))
  method.customer = customer.id
  return method
}

export function addTaxId(
  world: BillingWorld,
  customer: Customer,
  type: string,
  value: string
): TaxId {
  if (!/^[a-z]{2}_[a-z_]+$/.test(type)) {
    throw new Refusal(`Invalid type: ${type} is no kind of tax id`, { param: 'type' })
  }
  const created = world.nowOf(customer)
  const taxId = world.taxIds.put({
    id: stripeId('txi'),
    customer: customer.id,
    type,
    value,
    created,
  })
  world.tell('customer.tax_id.created', taxIdView(taxId))
  return taxId
}

function addressOf(params: Params): Address | null {
  if (params.text('address') === '') return null
  const part = (name: (typeof ADDRESS)[number]) => {
    const value = params.text(`address[${name}]`)
    return value === undefined || value === '' ? null : value
  }
  return {
    city: part('city'),
    country: part('country'),
    line1: part('line1'),
    line2: part('line2'),
    postal_code: part('postal_code'),
    state: part('state'),
  }
}
