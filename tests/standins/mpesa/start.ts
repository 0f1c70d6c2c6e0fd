import { startStandIn, type GatewayOptions, type RunningStandIn } from '../kit/start.js'
import { addApiRoutes } from './api_routes.js'
import { addMpesaControlRoutes, MpesaControl } from './control.js'
import { mpesaFaults } from './faults.js'
import { addHandsetRoutes } from './handset_routes.js'
import type { ShortcodeCredentials } from './merchants.js'
import { Refusal } from './refusals.js'
import { MpesaWorld } from './world.js'

export type MpesaOptions = Omit<GatewayOptions<ShortcodeCredentials>, 'publicUrl'>

/** `/oauth/v1/generate` is below its base URL; `/handset` is the customers' phones. */
export type RunningMpesa = RunningStandIn<MpesaControl>

/** Starts a Daraja (M-Pesa Express) that takes nothing the real one refuses. */
export function startMpesa(options: MpesaOptions = {}): Promise<RunningMpesa> {
  return startStandIn(options, {
    faults: mpesaFaults,
    notFound: () => new Refusal(404, '404.001.01', 'Resource not found').toReply(),
    open({ clock, calls, faults, routes, asideRoutes }) {
      const world = new MpesaWorld(clock)
      for (const merchant of options.merchants ?? []) world.merchants.add(merchant)
      const control = new MpesaControl(world, clock, calls, faults)
      addApiRoutes(routes, world)
      addHandsetRoutes(asideRoutes, world)
      addMpesaControlRoutes(asideRoutes, control)
      return { control, notices: world.notices, look: () => world.endOverdue() }
    },
  })
}
