import { Refusal } from '../stripe/refusals.js'
import type { Api } from './api.js'
import { paymentMethodView } from './customer_views.js'
import { living, methodFromToken } from './customers.js'
import { PAGING } from './known.js'
import { pageOf } from './pages.js'
import type { PaymentMethod } from './records.js'
import type { BillingWorld } from './world.js'

/** docs.stripe.com/api/payment_methods, of cards only. */
export function addMethodRoutes(api: Api, world: BillingWorld): void {
  const { methods } = world
  const ofCustomer = (id: string) => methods.all().filter(({ customer }) => customer === id)
  api
    .add('GET', '/payment_methods', ['customer', 'type', ...PAGING], ({ params }) => {
      const customer = living(world, params.need('customer'), 'customer')
      return pageOf(ofCustomer(customer.id), params, '/v1/payment_methods', paymentMethodView)
    })
    .add('GET', '/customers/:id/payment_methods', ['type', ...PAGING], ({ id, params }) => {
      const url = `/v1/customers/${id}/payment_methods`
      return pageOf(ofCustomer(living(world, id).id), params, url, paymentMethodView)
    })
    .add('GET', '/payment_methods/:id', [], ({ id }) => paymentMethodView(methods.of(id)))
    .add('POST', '/payment_methods/:id/attach', ['customer'], ({ id, params }) => {
      const customer = living(world, params.need('customer'), 'customer')
      return attached(world, methodFromToken(world, id, customer))
    })
    .add('POST', '/payment_methods/:id/detach', [], ({ id }) => {
      const method = methods.of(id)
      if (method.customer === null) {
        throw new Refusal('The payment method you provided is not attached to a customer.')
      }
      detach(world, method)
      return paymentMethodView(method)
    })
}

export function attached(world: BillingWorld, method: PaymentMethod) {
  world.tell('payment_method.attached', paymentMethodView(method))
  return paymentMethodView(method)
}

function detach(world: BillingWorld, method: PaymentMethod): void {
  const customer = world.customers.find(method.customer)
  if (customer?.defaultPaymentMethod === method.id) customer.defaultPaymentMethod = null
  for (const subscription of world.subscriptions.all()) {
    if (subscription.defaultPaymentMethod === method.id) subscription.defaultPaymentMethod = null
  }
  method.customer = null
  world.tell('payment_method.detached', paymentMethodView(method))
}
