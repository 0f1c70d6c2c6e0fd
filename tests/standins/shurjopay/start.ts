import { json } from '../kit/reply.js'
import { startStandIn, type GatewayOptions, type RunningStandIn } from '../kit/start.js'
import { addApiRoutes } from './api_routes.js'
import { addCheckoutRoutes } from './checkout_routes.js'
import { addShurjopayControlRoutes, ShurjopayControl } from './control.js'
import { shurjopayFaults } from './faults.js'
import type { StoreCredentials } from './merchants.js'
import { ShurjopayWorld } from './world.js'

export type ShurjopayOptions = GatewayOptions<StoreCredentials>

/** `/api/get_token` is below its base URL. */
export type RunningShurjopay = RunningStandIn<ShurjopayControl>

/** Starts a shurjoPay (v2.1) that takes nothing the real one refuses. */
export function startShurjopay(options: ShurjopayOptions = {}): Promise<RunningShurjopay> {
  return startStandIn(options, {
    faults: shurjopayFaults,
    notFound: () => json({ message: 'Not Found' }, 404),
    open({ clock, calls, faults, routes, asideRoutes }) {
      const world = new ShurjopayWorld(clock, options.publicUrl)
      for (const merchant of options.merchants ?? []) world.merchants.add(merchant)
      const control = new ShurjopayControl(world, clock, calls, faults)
      addApiRoutes(routes, world)
      addCheckoutRoutes(asideRoutes, world)
      addShurjopayControlRoutes(asideRoutes, control)
      return { control, notices: world.notices }
    },
  })
}
