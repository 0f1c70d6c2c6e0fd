import { CallLog } from '../kit/calls.js'
import { MovableClock, type Clock } from '../kit/clock.js'
import { FaultQueue } from '../kit/faults.js'
import { Routes } from '../kit/routes.js'
import { listen } from '../kit/server.js'
import { addApiRoutes } from './api_routes.js'
import { addStripeControlRoutes, StripeControl } from './control.js'
import { stripeFaults } from './faults.js'
import type { AccountCredentials } from './merchants.js'
import { addPayRoutes } from './pay_routes.js'
import { Refusal } from './refusals.js'
import { StripeWorld } from './world.js'

const LOOK_EVERY_MS = 1000

export interface StripeOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  merchants?: AccountCredentials[]
  clock?: Clock
  /** Origin for `url` when browsers reach the stand-in under another name. */
  publicUrl?: string
}

export interface RunningStripe {
  /** What `STRIPE_BASE_URL` is set to: `/v1/checkout/sessions` is below it. */
  baseUrl: string
  origin: string
  control: StripeControl
  stop(): Promise<void>
}

/** Starts a Stripe that knows hosted Checkout, refunds and webhook endpoints, and no more. */
export async function startStripe(options: StripeOptions = {}): Promise<RunningStripe> {
  const clock = options.clock ?? new MovableClock()
  const world = new StripeWorld(clock)
  for (const merchant of options.merchants ?? []) world.merchants.add(merchant)

  const calls = new CallLog()
  const faults = new FaultQueue(stripeFaults)
  const control = new StripeControl(world, clock, calls, faults)
  const routes = new Routes()
  const asideRoutes = new Routes()
  addApiRoutes(routes, world, () => clock.now())
  addPayRoutes(asideRoutes, world)
  addStripeControlRoutes(asideRoutes, control)

  const server = await listen({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    routes,
    asideRoutes,
    calls,
    faults,
    notFound: ({ method, path }) =>
      new Refusal(`Unrecognized request URL (${method}: ${path}).`, { status: 404 }).toReply(),
  })
  world.origin = options.publicUrl ?? server.origin
  // Sessions expire by themselves, also when nobody asks.
  const watch = setInterval(() => world.expireOverdue(), LOOK_EVERY_MS).unref()
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
