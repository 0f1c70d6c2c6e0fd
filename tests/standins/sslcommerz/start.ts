import { CallLog } from '../kit/calls.js'
import { MovableClock, type Clock } from '../kit/clock.js'
import { FaultQueue } from '../kit/faults.js'
import { html } from '../kit/reply.js'
import { Routes } from '../kit/routes.js'
import { listen } from '../kit/server.js'
import { SslcommerzControl } from './control.js'
import { addSslcommerzControlRoutes } from './control_routes.js'
import { sslcommerzFaults } from './faults.js'
import { addGatewayRoutes } from './gateway_routes.js'
import { addSessionRoute } from './session_routes.js'
import type { StoreCredentials } from './stores.js'
import { addValidatorRoutes } from './validator_routes.js'
import { SslcommerzWorld } from './world.js'

export interface SslcommerzOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  merchants?: StoreCredentials[]
  clock?: Clock
  /** Origin for `GatewayPageURL` when browsers reach the stand-in under another name. */
  publicUrl?: string
}

export interface RunningSslcommerz {
  /** What `SSLCOMMERZ_BASE_URL` is set to. */
  baseUrl: string
  origin: string
  control: SslcommerzControl
  stop(): Promise<void>
}

/** Starts an SSLCommerz (v4, hosted page) that takes nothing the real one refuses. */
export async function startSslcommerz(options: SslcommerzOptions = {}): Promise<RunningSslcommerz> {
  const clock = options.clock ?? new MovableClock()
  const world = new SslcommerzWorld(clock, options.publicUrl)
  for (const merchant of options.merchants ?? []) world.stores.add(merchant)

  const calls = new CallLog()
  const faults = new FaultQueue(sslcommerzFaults)
  const control = new SslcommerzControl(world, clock, calls, faults)
  const routes = new Routes()
  const asideRoutes = new Routes()
  addSessionRoute(routes, world)
  addValidatorRoutes(routes, world)
  addGatewayRoutes(asideRoutes, world)
  addSslcommerzControlRoutes(asideRoutes, control)

  const server = await listen({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    routes,
    asideRoutes,
    calls,
    faults,
    notFound: () => html('<!doctype html><title>404</title><h1>Not Found</h1>', 404),
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
