import { Refusal } from '../stripe/refusals.js'
import type { Api } from './api.js'
import type { CheckoutDesk } from './checkout_desk.js'
import { CHECKOUT, parseCheckout } from './checkout_request.js'
import { PAGING } from './known.js'
import { pageOf } from './pages.js'
import type { BillingWorld } from './world.js'

/** docs.stripe.com/api/checkout/sessions, in mode `subscription`. */
export function addCheckoutRoutes(api: Api, world: BillingWorld, desk: CheckoutDesk): void {
  const { checkouts } = world
  api
    .add('POST', '/checkout/sessions', CHECKOUT, ({ params }) =>
      desk.view(checkouts.put(parseCheckout(world, params)))
    )
    .add(
      'GET',
      '/checkout/sessions',
      ['customer', 'subscription', 'status', ...PAGING],
      ({ params }) => {
        const wanted = {
          customer: params.text('customer'),
          subscription: params.text('subscription'),
          status: params.text('status'),
        }
        const found = checkouts
          .all()
          .filter((one) => wanted.customer === undefined || one.customer === wanted.customer)
          .filter(
            (one) => wanted.subscription === undefined || one.subscription === wanted.subscription
          )
          .filter((one) => wanted.status === undefined || one.status === wanted.status)
        return pageOf(found, params, '/v1/checkout/sessions', (one) => desk.view(one))
      }
    )
    .add('GET', '/checkout/sessions/:id', [], ({ id }) => desk.view(checkouts.of(id)))
    .add('POST', '/checkout/sessions/:id/expire', [], ({ id }) => {
      const session = checkouts.of(id)
      if (session.status !== 'open') {
        throw new Refusal(
          `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`
        )
      }
      desk.expire(session)
      return desk.view(session)
    })
}
