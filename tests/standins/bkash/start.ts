import { json } from '../kit/reply.js'
import { startStandIn, type GatewayOptions, type RunningStandIn } from '../kit/start.js'
import { addApiRoutes } from './api_routes.js'
import { addBkashControlRoutes, BkashControl } from './control.js'
import { bkashFaults } from './faults.js'
import type { MerchantCredentials } from './merchants.js'
import { addPayRoutes } from './pay_routes.js'
import { BkashWorld } from './world.js'

export type BkashOptions = GatewayOptions<MerchantCredentials>

/** The refunds of v2 are below the origin, not below the base URL. */
export type RunningBkash = RunningStandIn<BkashControl>

/** Starts a bKash tokenized checkout (v1.2.0-beta) that takes nothing the real one refuses. */
export function startBkash(options: BkashOptions = {}): Promise<RunningBkash> {
  return startStandIn(options, {
    path: '/v1.2.0-beta',
    faults: bkashFaults,
    // The gateway in front of bKash answers unknown addresses and methods this way.
    notFound: () => json({ message: 'Missing Authentication Token' }, 403),
    open({ clock, calls, faults, routes, asideRoutes }) {
      const world = new BkashWorld(clock, options.publicUrl)
      for (const merchant of options.merchants ?? []) world.merchants.add(merchant)
      const control = new BkashControl(world, clock, calls, faults)
      addApiRoutes(routes, world)
      addPayRoutes(asideRoutes, world)
      addBkashControlRoutes(asideRoutes, control)
      return { control }
    },
  })
}
