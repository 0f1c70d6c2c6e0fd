import type { Params } from '../stripe/params.js'
import { missing, Refusal } from '../stripe/refusals.js'
import type { Api } from './api.js'
import { PRORATIONS, type Changes } from './changes.js'
import { living, methodOfCustomer } from './customers.js'
import { lineView } from './invoice_views.js'
import { METADATA, PAGING } from './known.js'
import { mergedMetadata } from './metadata.js'
import { pageOf } from './pages.js'
import type { Invoice } from './subscription_records.js'
import { changedItems, itemNames } from './subscription_request.js'
import { prorationDate } from './subscription_update.js'
import type { Subscriptions } from './subscriptions.js'
import type { BillingWorld } from './world.js'

const DETAILS = 'subscription_details'
const PREVIEW = [
  'customer',
  'preview_mode',
  'subscription',
  ...itemNames(`${DETAILS}[items]`),
  `${DETAILS}[proration_behavior]`,
  `${DETAILS}[proration_date]`,
]

/** docs.stripe.com/api/invoices */
export function addInvoiceRoutes(
  api: Api,
  world: BillingWorld,
  { invoicing }: Subscriptions,
  changes: Changes
): void {
  const { invoices } = world
  const view = (invoice: Invoice) => world.viewOf(invoice)
  api
    .add('POST', '/invoices/create_preview', PREVIEW, ({ params }) =>
      previewView(world, changes, params)
    )
    .add('GET', '/invoices', ['customer', 'subscription', 'status', ...PAGING], ({ params }) => {
      const customer = params.text('customer')
      const subscription = params.text('subscription')
      const status = params.text('status')
      const found = invoices
        .all()
        .filter((one) => customer === undefined || one.customer.id === customer)
        .filter((one) => subscription === undefined || one.subscription?.id === subscription)
        .filter((one) => status === undefined || one.status === status)
      return pageOf(found, params, '/v1/invoices', view)
    })
    .add('GET', '/invoices/:id', [], ({ id }) => view(invoices.of(id)))
    .add('POST', '/invoices/:id', ['auto_advance', ...METADATA], ({ id, params }) => {
      const invoice = invoices.of(id)
      invoice.autoAdvance = params.flag('auto_advance') ?? invoice.autoAdvance
      invoice.metadata = mergedMetadata(invoice.metadata, params)
      world.tellInvoice('updated', invoice)
      return view(invoice)
    })
    .add('GET', '/invoices/:id/lines', PAGING, ({ id, params }) => {
      const invoice = invoices.of(id)
      const url = `/v1/invoices/${id}/lines`
      return pageOf(invoice.lines, params, url, (line) => lineView(line, invoice))
    })
    .add('POST', '/invoices/:id/finalize', ['auto_advance'], ({ id }) => {
      const invoice = invoices.of(id)
      const now = world.nowOf(invoice.customer)
      invoicing.finalize(invoice, now)
      if (invoice.amountDue === 0) invoicing.attempt(invoice, now)
      return view(invoice)
    })
    .add('POST', '/invoices/:id/pay', PAY, ({ id, params }) => {
      const invoice = invoices.of(id)
      const param = 'payment_method'
      const given = params.text(param)
      const method =
        given === undefined ? undefined : methodOfCustomer(world, given, invoice.customer, param)
      const outOfBand = params.flag('paid_out_of_band') ?? false
      invoicing.pay(invoice, world.nowOf(invoice.customer), method, outOfBand)
      return view(invoice)
    })
    .add('POST', '/invoices/:id/void', [], ({ id }) => {
      const invoice = invoices.of(id)
      if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
        throw new Refusal('Only open and uncollectible invoices can be voided.')
      }
      invoicing.void(invoice, world.nowOf(invoice.customer))
      return view(invoice)
    })
}

const PAY = ['forgive', 'off_session', 'paid_out_of_band', 'payment_method']

/** @throws Refusal */
function previewView(world: BillingWorld, changes: Changes, params: Params) {
  const id = params.text('subscription')
  if (id === undefined) {
    if (!params.has('customer')) throw missing('customer')
    living(world, params.need('customer'), 'customer')
    throw new Refusal('This stand-in previews existing subscriptions only', {
      param: 'subscription',
      code: 'invoice_upcoming_none',
    })
  }
  const subscription = world.subscriptions.of(id, 'subscription')
  if (subscription.status === 'canceled' || subscription.cancelAtPeriodEnd) {
    throw new Refusal(`No upcoming invoices for subscription: ${id}`, {
      code: 'invoice_upcoming_none',
      status: 404,
    })
  }
  const now = world.nowOf(subscription.customer)
  const name = `${DETAILS}[items]`
  const proration = params.choice(`${DETAILS}[proration_behavior]`, PRORATIONS)
  const order = params.has(name)
    ? {
        items: changedItems(world, subscription, params, name, now),
        proration: proration ?? 'create_prorations',
        payment: 'allow_incomplete' as const,
        date: prorationDate(subscription, params, now, `${DETAILS}[proration_date]`),
      }
    : null
  const invoice = changes.preview(subscription, order, now)
  return world.viewOf({ ...invoice, id: `upcoming_${invoice.id}` })
}
