import { CallLog } from './calls.js'
import { MovableClock, type Clock } from './clock.js'
import { FaultQueue, type ProviderFaults } from './faults.js'
import type { NoticeBoard } from './notices.js'
import type { Reply } from './reply.js'
import type { StandInRequest } from './request.js'
import { Routes } from './routes.js'
import { listen } from './server.js'

const LOOK_EVERY_MS = 1000

export interface StandInOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  clock?: Clock
}

export interface GatewayOptions<Merchant> extends StandInOptions {
  merchants?: Merchant[]
  /** Origin of the pages to pay on when browsers reach the stand-in under another name. */
  publicUrl?: string
}

/** What a provider is built upon. */
export interface StandInParts {
  clock: Clock
  calls: CallLog
  faults: FaultQueue
  /** Counted, and subject to faults. */
  routes: Routes
  /** Control, and pages for people. */
  asideRoutes: Routes
}

export interface Provider<Control> {
  /** What its base URL has after the origin, such as `/v1`. */
  path?: string
  faults: ProviderFaults
  notFound(request: StandInRequest): Reply
  /** Adds the provider's routes and those of its control. */
  open(parts: StandInParts): Opened<Control>
}

interface Opened<Control> {
  control: Control
  /** What the provider tells by itself; silenced when it stops. */
  notices?: Pick<NoticeBoard, 'stop'>
  /** What happens by itself, also when nobody asks; looked after every second. */
  look?(): void
  /** Told where it listens, once it does. */
  listening?(origin: string): void
}

export interface RunningStandIn<Control> {
  /** What the provider's `…_BASE_URL` is set to. */
  baseUrl: string
  /** Pages and control are here. */
  origin: string
  control: Control
  stop(): Promise<void>
}

/** Starts a provider on a port of its own. */
export async function startStandIn<Control>(
  { host = '127.0.0.1', port = 0, clock = new MovableClock() }: StandInOptions,
  { path = '', faults: ownFaults, notFound, open }: Provider<Control>
): Promise<RunningStandIn<Control>> {
  const [calls, faults] = [new CallLog(), new FaultQueue(ownFaults)]
  const [routes, asideRoutes] = [new Routes(), new Routes()]
  const { control, notices, look, listening } = open({ clock, calls, faults, routes, asideRoutes })

  const server = await listen({ host, port, routes, asideRoutes, calls, faults, notFound })
  listening?.(server.origin)
  const watch = look && setInterval(look, LOOK_EVERY_MS).unref()
  return {
    baseUrl: server.origin + path,
    origin: server.origin,
    control,
    async stop() {
      clearInterval(watch)
      await notices?.stop()
      await server.stop()
    },
  }
}
