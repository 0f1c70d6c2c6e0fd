import { html } from '../kit/reply.js'
import { startStandIn, type GatewayOptions, type RunningStandIn } from '../kit/start.js'
import { SslcommerzControl } from './control.js'
import { addSslcommerzControlRoutes } from './control_routes.js'
import { sslcommerzFaults } from './faults.js'
import { addGatewayRoutes } from './gateway_routes.js'
import { addSessionRoute } from './session_routes.js'
import type { StoreCredentials } from './stores.js'
import { addValidatorRoutes } from './validator_routes.js'
import { SslcommerzWorld } from './world.js'

export type SslcommerzOptions = GatewayOptions<StoreCredentials>

export type RunningSslcommerz = RunningStandIn<SslcommerzControl>

/** Starts an SSLCommerz (v4, hosted page) that takes nothing the real one refuses. */
export function startSslcommerz(options: SslcommerzOptions = {}): Promise<RunningSslcommerz> {
  return startStandIn(options, {
    faults: sslcommerzFaults,
    notFound: () => html('<!doctype html><title>404</title><h1>Not Found</h1>', 404),
    open({ clock, calls, faults, routes, asideRoutes }) {
      const world = new SslcommerzWorld(clock, options.publicUrl)
      for (const merchant of options.merchants ?? []) world.stores.add(merchant)
      const control = new SslcommerzControl(world, clock, calls, faults)
      addSessionRoute(routes, world)
      addValidatorRoutes(routes, world)
      addGatewayRoutes(asideRoutes, world)
      addSslcommerzControlRoutes(asideRoutes, control)
      return { control, notices: world.notices }
    },
  })
}
