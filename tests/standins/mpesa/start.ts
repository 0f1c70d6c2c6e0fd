import { CallLog } from '../kit/calls.js'
import { MovableClock, type Clock } from '../kit/clock.js'
import { FaultQueue } from '../kit/faults.js'
import { Routes } from '../kit/routes.js'
import { listen } from '../kit/server.js'
import { addApiRoutes } from './api_routes.js'
import { addMpesaControlRoutes, MpesaControl } from './control.js'
import { mpesaFaults } from './faults.js'
import { addHandsetRoutes } from './handset_routes.js'
import type { ShortcodeCredentials } from './merchants.js'
import { Refusal } from './refusals.js'
import { MpesaWorld } from './world.js'

const LOOK_EVERY_MS = 1000

export interface MpesaOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  merchants?: ShortcodeCredentials[]
  clock?: Clock
}

export interface RunningMpesa {
  /** What `MPESA_BASE_URL` is set to: `/oauth/v1/generate` is below it. */
  baseUrl: string
  /** `/handset` is the customers' phones. */
  origin: string
  control: MpesaControl
  stop(): Promise<void>
}

/** Starts a Daraja (M-Pesa Express) that takes nothing the real one refuses. */
export async function startMpesa(options: MpesaOptions = {}): Promise<RunningMpesa> {
  const clock = options.clock ?? new MovableClock()
  const world = new MpesaWorld(clock)
  for (const merchant of options.merchants ?? []) world.merchants.add(merchant)

  const calls = new CallLog()
  const faults = new FaultQueue(mpesaFaults)
  const control = new MpesaControl(world, clock, calls, faults)
  const routes = new Routes()
  const asideRoutes = new Routes()
  addApiRoutes(routes, world)
  addHandsetRoutes(asideRoutes, world)
  addMpesaControlRoutes(asideRoutes, control)

  const server = await listen({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    routes,
    asideRoutes,
    calls,
    faults,
    notFound: () => new Refusal(404, '404.001.01', 'Resource not found').toReply(),
  })
  // Prompts die by themselves, also when nobody asks.
  const watch = setInterval(() => world.endOverdue(), LOOK_EVERY_MS).unref()
  return {
    baseUrl: server.origin,
    origin: server.origin,
    control,
    async stop() {
      clearInterval(watch)
      await world.notices.stop()
      await server.stop()
    },
  }
}
