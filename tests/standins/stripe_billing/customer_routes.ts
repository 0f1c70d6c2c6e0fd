import type { Api } from './api.js'
import { customerView, taxIdView } from './customer_views.js'
import { addTaxId, ADDRESS, createCustomer, living, updateCustomer } from './customers.js'
import { METADATA, PAGING } from './known.js'
import { pageOf } from './pages.js'
import type { BillingWorld } from './world.js'

const CUSTOMER = [
  'address',
  ...ADDRESS.map((part) => `address[${part}]`),
  'description',
  'email',
  'invoice_settings[default_payment_method]',
  'name',
  'phone',
  'preferred_locales[#]',
  'tax_exempt',
  ...METADATA,
]
const NEW = [
  ...CUSTOMER,
  'payment_method',
  'test_clock',
  'tax_id_data[#][type]',
  'tax_id_data[#][value]',
]

/** docs.stripe.com/api/customers and …/tax_ids */
export function addCustomerRoutes(api: Api, world: BillingWorld): void {
  const { customers, taxIds } = world
  api
    .add('POST', '/customers', NEW, ({ params }) => customerView(createCustomer(world, params)))
    .add('GET', '/customers', ['email', 'test_clock', ...PAGING], ({ params }) => {
      const email = params.text('email')
      const clock = params.text('test_clock')
      const found = customers
        .all()
        .filter((one) => !one.deleted && (email === undefined || one.email === email))
        .filter((one) => one.clock?.id === clock)
      return pageOf(found, params, '/v1/customers', customerView)
    })
    .add('GET', '/customers/:id', [], ({ id }) => {
      const customer = customers.of(id)
      return customer.deleted ? { id, object: 'customer', deleted: true } : customerView(customer)
    })
    .add('POST', '/customers/:id', CUSTOMER, ({ id, params }) => {
      const customer = living(world, id)
      updateCustomer(world, customer, params)
      return customerView(customer)
    })
    .add('DELETE', '/customers/:id', [], ({ id }) => {
      const customer = living(world, id)
      customer.deleted = true
      world.tell('customer.deleted', customerView(customer))
      return { id, object: 'customer', deleted: true }
    })
    .add('POST', '/customers/:id/tax_ids', ['type', 'value'], ({ id, params }) => {
      const customer = living(world, id)
      const taxId = addTaxId(world, customer, params.need('type'), params.need('value'))
      return taxIdView(taxId)
    })
    .add('GET', '/customers/:id/tax_ids', PAGING, ({ id, params }) =>
      pageOf(world.taxIdsOf(living(world, id).id), params, `/v1/customers/${id}/tax_ids`, taxIdView)
    )
    .add('GET', '/customers/:id/tax_ids/:second', [], ({ second }) => taxIdView(taxIds.of(second)))
    .add('DELETE', '/customers/:id/tax_ids/:second', [], ({ second }) => {
      const taxId = taxIds.of(second)
      taxIds.remove(second)
      world.tell('customer.tax_id.deleted', taxIdView(taxId))
      return { id: second, object: 'tax_id', deleted: true }
    })
}
