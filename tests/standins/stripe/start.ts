import { startStandIn, type GatewayOptions, type RunningStandIn } from '../kit/start.js'
import { addApiRoutes } from './api_routes.js'
import { addStripeControlRoutes, StripeControl } from './control.js'
import { stripeFaults } from './faults.js'
import type { AccountCredentials } from './merchants.js'
import { addPayRoutes } from './pay_routes.js'
import { Refusal } from './refusals.js'
import { StripeWorld } from './world.js'

export type StripeOptions = GatewayOptions<AccountCredentials>

/** `/v1/checkout/sessions` is below its base URL. */
export type RunningStripe = RunningStandIn<StripeControl>

/** Starts a Stripe that knows hosted Checkout, refunds and webhook endpoints, and no more. */
export function startStripe(options: StripeOptions = {}): Promise<RunningStripe> {
  return startStandIn(options, {
    faults: stripeFaults,
    notFound: ({ method, path }) =>
      new Refusal(`Unrecognized request URL (${method}: ${path}).`, { status: 404 }).toReply(),
    open({ clock, calls, faults, routes, asideRoutes }) {
      const world = new StripeWorld(clock)
      for (const merchant of options.merchants ?? []) world.merchants.add(merchant)
      const control = new StripeControl(world, clock, calls, faults)
      addApiRoutes(routes, world, () => clock.now())
      addPayRoutes(asideRoutes, world)
      addStripeControlRoutes(asideRoutes, control)
      return {
        control,
        notices: world.notices,
        look: () => world.expireOverdue(),
        listening: (origin) => (world.origin = options.publicUrl ?? origin),
      }
    },
  })
}
