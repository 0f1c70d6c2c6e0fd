import { CallLog } from '../kit/calls.js'
import { MovableClock, type Clock } from '../kit/clock.js'
import { FaultQueue } from '../kit/faults.js'
import { json } from '../kit/reply.js'
import { Routes } from '../kit/routes.js'
import { listen } from '../kit/server.js'
import { addApiRoutes } from './api_routes.js'
import { addCheckoutRoutes } from './checkout_routes.js'
import { addShurjopayControlRoutes, ShurjopayControl } from './control.js'
import { shurjopayFaults } from './faults.js'
import type { StoreCredentials } from './merchants.js'
import { ShurjopayWorld } from './world.js'

export interface ShurjopayOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  merchants?: StoreCredentials[]
  clock?: Clock
  /** Origin for `checkout_url` when browsers reach the stand-in under another name. */
  publicUrl?: string
}

export interface RunningShurjopay {
  /** What `SHURJOPAY_BASE_URL` is set to: `/api/get_token` is below it. */
  baseUrl: string
  origin: string
  control: ShurjopayControl
  stop(): Promise<void>
}

/** Starts a shurjoPay (v2.1) that takes nothing the real one refuses. */
export async function startShurjopay(options: ShurjopayOptions = {}): Promise<RunningShurjopay> {
  const clock = options.clock ?? new MovableClock()
  const world = new ShurjopayWorld(clock, options.publicUrl)
  for (const merchant of options.merchants ?? []) world.merchants.add(merchant)

  const calls = new CallLog()
  const faults = new FaultQueue(shurjopayFaults)
  const control = new ShurjopayControl(world, clock, calls, faults)
  const routes = new Routes()
  const asideRoutes = new Routes()
  addApiRoutes(routes, world)
  addCheckoutRoutes(asideRoutes, world)
  addShurjopayControlRoutes(asideRoutes, control)

  const server = await listen({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    routes,
    asideRoutes,
    calls,
    faults,
    notFound: () => json({ message: 'Not Found' }, 404),
  })
  return {
    baseUrl: server.origin,
    origin: server.origin,
    control,
    async stop() {
      await world.notices.stop()
      await server.stop()
    },
  }
}
