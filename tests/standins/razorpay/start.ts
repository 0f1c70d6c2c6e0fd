import { startStandIn, type GatewayOptions, type RunningStandIn } from '../kit/start.js'
import { addApiRoutes } from './api_routes.js'
import { addCheckoutRoutes } from './checkout_routes.js'
import { addRazorpayControlRoutes, RazorpayControl } from './control.js'
import { razorpayFaults } from './faults.js'
import type { AccountCredentials } from './merchants.js'
import { Refusal } from './refusals.js'
import { RazorpayWorld } from './world.js'

export type RazorpayOptions = GatewayOptions<AccountCredentials>

/** `/orders` is below its base URL, the checkout below the origin. */
export type RunningRazorpay = RunningStandIn<RazorpayControl>

/** Starts a Razorpay (API v1, hosted checkout) that takes nothing the real one refuses. */
export function startRazorpay(options: RazorpayOptions = {}): Promise<RunningRazorpay> {
  return startStandIn(options, {
    path: '/v1',
    faults: razorpayFaults,
    notFound: () => new Refusal('The requested URL was not found on the server.').toReply(),
    open({ clock, calls, faults, routes, asideRoutes }) {
      const world = new RazorpayWorld(clock, options.publicUrl)
      for (const merchant of options.merchants ?? []) world.merchants.add(merchant)
      const control = new RazorpayControl(world, clock, calls, faults)
      addApiRoutes(routes, world)
      addCheckoutRoutes(asideRoutes, world)
      addRazorpayControlRoutes(asideRoutes, control)
      return { control, notices: world.notices }
    },
  })
}
