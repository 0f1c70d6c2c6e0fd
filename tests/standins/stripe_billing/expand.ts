import { isRecord, type JsonRecord } from '../kit/guards.js'
import { stripeId } from '../stripe/merchants.js'
import { Refusal } from '../stripe/refusals.js'
import { priceView, productView, testClockView } from './catalog_views.js'
import { customerView, paymentMethodView, taxIdView } from './customer_views.js'
import { list } from './pages.js'
import { scheduleView, subscriptionView } from './subscription_views.js'
import type { BillingWorld } from './world.js'

const DEEPEST = 4

/** A reply with what `expand` asks for in full (docs.stripe.com/api/expanding_objects). @throws Refusal */
export function expanded(world: BillingWorld, view: unknown, paths: readonly string[]): unknown {
  return paths.reduce<unknown>((shown, path) => {
    const steps = path.split('.')
    if (steps.length - (steps[0] === 'data' ? 1 : 0) > DEEPEST) {
      throw new Refusal('You cannot expand more than 4 levels of a property', { param: 'expand' })
    }
    return follow(world, shown, steps, path)
  }, view)
}

function follow(world: BillingWorld, view: unknown, steps: string[], path: string): unknown {
  const [step, ...rest] = steps
  if (step === undefined || view === null) return view
  if (Array.isArray(view)) return view.map((one) => follow(world, one, steps, path))
  if (!isRecord(view)) throw cannot(path)
  const value = view[step] ?? (step in view ? null : included(world, view, step))
  if (value === undefined) throw cannot(path)
  const full = typeof value === 'string' ? viewById(world, value) : value
  if (full === undefined) throw cannot(path)
  return { ...view, [step]: follow(world, full, rest, path) }
}

/** Any object by its number. */
function viewById(world: BillingWorld, id: string): unknown {
  const customer = world.customers.find(id)
  if (customer) return customerView(customer)
  const subscription = world.subscriptions.find(id)
  if (subscription) return subscriptionView(subscription)
  const invoice = world.invoices.find(id)
  if (invoice) return world.viewOf(invoice)
  const product = world.products.find(id)
  if (product) return productView(product)
  const price = world.prices.find(id)
  if (price) return priceView(price)
  const method = world.methods.find(id)
  if (method) return paymentMethodView(method)
  const clock = world.clocks.find(id)
  if (clock) return testClockView(clock)
  const schedule = world.schedules.find(id)
  return schedule && scheduleView(schedule, world.nowOf(schedule.customer))
}

/** What is shown only when it is asked for. */
function included(world: BillingWorld, view: JsonRecord, field: string): unknown {
  const id = String(view.id)
  const customer = view.object === 'customer' ? world.customers.find(id) : undefined
  if (customer && field === 'tax_ids') {
    return list(`/v1/customers/${id}/tax_ids`, world.taxIdsOf(id).map(taxIdView))
  }
  if (customer && field === 'subscriptions') {
    const theirs = world.subscriptions
      .all()
      .filter((one) => one.customer === customer && one.status !== 'canceled')
    return list(`/v1/customers/${id}/subscriptions`, theirs.map(subscriptionView))
  }
  const session = world.checkouts.find(id)
  if (session && field === 'line_items') {
    const items = session.items.map(({ id: item, price, quantity }) => ({
      id: item,
      object: 'item',
      adjustable_quantity: null,
      amount_discount: 0,
      amount_subtotal: (price.unitAmount ?? 0) * (quantity ?? 0),
      amount_tax: 0,
      amount_total: (price.unitAmount ?? 0) * (quantity ?? 0),
      currency: price.currency,
      description: price.product.name,
      metadata: {},
      price: priceView(price),
      quantity: quantity ?? null,
    }))
    return list(`/v1/checkout/sessions/${id}/line_items`, items)
  }
  return field === 'payments' ? payments(world, id) : undefined
}

function payments(world: BillingWorld, id: string) {
  const invoice = world.invoices.find(id)
  if (!invoice) return undefined
  const paid = invoice.status === 'paid' && invoice.amountPaid > 0
  const payment = {
    id: stripeId('inpay'),
    object: 'invoice_payment',
    amount_paid: invoice.amountPaid,
    amount_requested: invoice.amountDue,
    created: invoice.created,
    currency: invoice.currency,
    invoice: id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: `pi_${id.slice(3)}`, type: 'payment_intent' },
    status: paid ? 'paid' : 'open',
    status_transitions: { canceled_at: null, paid_at: invoice.paidAt },
  }
  return list(`/v1/invoice_payments?invoice=${id}`, invoice.amountDue > 0 ? [payment] : [])
}

function cannot(path: string): Refusal {
  return new Refusal(`This property cannot be expanded (${path}).`, { param: 'expand' })
}
