import { CallLog } from '../kit/calls.js'
import { MovableClock, type Clock } from '../kit/clock.js'
import { FaultQueue } from '../kit/faults.js'
import { json } from '../kit/reply.js'
import { Routes } from '../kit/routes.js'
import { listen } from '../kit/server.js'
import { addApiRoutes } from './api_routes.js'
import { addBkashControlRoutes, BkashControl } from './control.js'
import { bkashFaults } from './faults.js'
import type { MerchantCredentials } from './merchants.js'
import { addPayRoutes } from './pay_routes.js'
import { BkashWorld } from './world.js'

export interface BkashOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  merchants?: MerchantCredentials[]
  clock?: Clock
  /** Origin for `bkashURL` when browsers reach the stand-in under another name. */
  publicUrl?: string
}

export interface RunningBkash {
  /** What `BKASH_BASE_URL` is set to. */
  baseUrl: string
  /** Pages, control and the refunds of v2 live here. */
  origin: string
  control: BkashControl
  stop(): Promise<void>
}

/** Starts a bKash tokenized checkout (v1.2.0-beta) that takes nothing the real one refuses. */
export async function startBkash(options: BkashOptions = {}): Promise<RunningBkash> {
  const clock = options.clock ?? new MovableClock()
  const world = new BkashWorld(clock, options.publicUrl)
  for (const merchant of options.merchants ?? []) world.merchants.add(merchant)

  const calls = new CallLog()
  const faults = new FaultQueue(bkashFaults)
  const control = new BkashControl(world, clock, calls, faults)
  const routes = new Routes()
  const asideRoutes = new Routes()
  addApiRoutes(routes, world)
  addPayRoutes(asideRoutes, world)
  addBkashControlRoutes(asideRoutes, control)

  const { origin, stop } = await listen({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    routes,
    asideRoutes,
    calls,
    faults,
    // The gateway in front of bKash answers unknown addresses and methods this way.
    notFound: () => json({ message: 'Missing Authentication Token' }, 403),
  })
  return { baseUrl: `${origin}/v1.2.0-beta`, origin, control, stop }
}
