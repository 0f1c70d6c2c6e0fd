import { CallLog } from '../kit/calls.js'
import { MovableClock, type Clock } from '../kit/clock.js'
import { FaultQueue } from '../kit/faults.js'
import { json } from '../kit/reply.js'
import { Routes } from '../kit/routes.js'
import { listen } from '../kit/server.js'
import { addApiRoutes, API } from './api_routes.js'
import { addNagadControlRoutes, NagadControl } from './control.js'
import type { KeyPairText } from './crypto.js'
import { nagadFaults } from './faults.js'
import type { MerchantAccount } from './merchants.js'
import { addPayRoutes } from './pay_routes.js'
import { NagadWorld } from './world.js'

export interface NagadOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  /**
   * The page to pay on has a port of its own, as the real one has (30000, 10060 in the sandbox).
   * The API's own port puts it there too.
   */
  payPort?: number
  merchants?: MerchantAccount[]
  /** Nagad's own pair; made anew when left out. */
  keys?: KeyPairText
  clock?: Clock
  /** Origin of the page when browsers reach it under another name. */
  publicUrl?: string
}

export interface RunningNagad {
  /** What `NAGAD_BASE_URL` is set to: `/check-out/initialize/…` is below it. */
  baseUrl: string
  /** API and control. */
  origin: string
  /** The page to pay on. */
  payOrigin: string
  control: NagadControl
  stop(): Promise<void>
}

/** Starts a Nagad remote payment gateway (v-0.2.0) that takes nothing the real one refuses. */
export async function startNagad(options: NagadOptions = {}): Promise<RunningNagad> {
  const clock = options.clock ?? new MovableClock()
  const world = new NagadWorld(clock, options.keys)
  for (const merchant of options.merchants ?? []) world.addMerchant(merchant)

  const calls = new CallLog()
  const faults = new FaultQueue(nagadFaults)
  const control = new NagadControl(world, clock, calls, faults)
  const routes = new Routes()
  const asideRoutes = new Routes()
  const shared = options.port !== undefined && options.port > 0 && options.port === options.payPort
  const payRoutes = shared ? asideRoutes : new Routes()
  addApiRoutes(routes, world)
  addPayRoutes(payRoutes, world)
  addNagadControlRoutes(asideRoutes, control)

  const host = options.host ?? '127.0.0.1'
  const common = { host, calls, faults, notFound: () => json({ devMessage: 'Not found' }, 404) }
  const api = await listen({ ...common, port: options.port ?? 0, routes, asideRoutes })
  const page = shared
    ? { origin: api.origin, stop: async () => {} }
    : await listen({
        ...common,
        port: options.payPort ?? 0,
        routes: new Routes(),
        asideRoutes: payRoutes,
      }).catch(async (error: unknown) => {
        await api.stop()
        throw error
      })
  world.payOrigin = options.publicUrl ?? page.origin

  return {
    baseUrl: `${api.origin}${API}`,
    origin: api.origin,
    payOrigin: page.origin,
    control,
    async stop() {
      await Promise.all([api.stop(), page.stop()])
    },
  }
}
