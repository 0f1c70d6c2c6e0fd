import { CallLog } from '../kit/calls.js'
import { MovableClock, type Clock } from '../kit/clock.js'
import { FaultQueue } from '../kit/faults.js'
import { Routes } from '../kit/routes.js'
import { listen } from '../kit/server.js'
import { addApiRoutes } from './api_routes.js'
import { addCheckoutRoutes } from './checkout_routes.js'
import { addRazorpayControlRoutes, RazorpayControl } from './control.js'
import { razorpayFaults } from './faults.js'
import type { AccountCredentials } from './merchants.js'
import { Refusal } from './refusals.js'
import { RazorpayWorld } from './world.js'

export interface RazorpayOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  merchants?: AccountCredentials[]
  clock?: Clock
  /** Origin for the checkout when browsers reach the stand-in under another name. */
  publicUrl?: string
}

export interface RunningRazorpay {
  /** What `RAZORPAY_BASE_URL` is set to, with `/v1`: `/orders` is below it. */
  baseUrl: string
  origin: string
  control: RazorpayControl
  stop(): Promise<void>
}

/** Starts a Razorpay (API v1, hosted checkout) that takes nothing the real one refuses. */
export async function startRazorpay(options: RazorpayOptions = {}): Promise<RunningRazorpay> {
  const clock = options.clock ?? new MovableClock()
  const world = new RazorpayWorld(clock, options.publicUrl)
  for (const merchant of options.merchants ?? []) world.merchants.add(merchant)

  const calls = new CallLog()
  const faults = new FaultQueue(razorpayFaults)
  const control = new RazorpayControl(world, clock, calls, faults)
  const routes = new Routes()
  const asideRoutes = new Routes()
  addApiRoutes(routes, world)
  addCheckoutRoutes(asideRoutes, world)
  addRazorpayControlRoutes(asideRoutes, control)

  const server = await listen({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    routes,
    asideRoutes,
    calls,
    faults,
    notFound: () => new Refusal('The requested URL was not found on the server.').toReply(),
  })
  return {
    baseUrl: `${server.origin}/v1`,
    origin: server.origin,
    control,
    async stop() {
      await world.notices.stop()
      await server.stop()
    },
  }
}
