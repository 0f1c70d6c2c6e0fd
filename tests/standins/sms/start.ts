import { CallLog } from '../kit/calls.js'
import { MovableClock, type Clock } from '../kit/clock.js'
import type { StandInControl } from '../kit/control.js'
import { FaultQueue, type ProviderFaults } from '../kit/faults.js'
import { NoticeBoard } from '../kit/notices.js'
import type { Reply } from '../kit/reply.js'
import { Routes } from '../kit/routes.js'
import { listen } from '../kit/server.js'
import { Inbox } from '../inbox/inbox.js'
import { addInboxRoutes } from '../inbox/inbox_routes.js'

export interface SmsStandInOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  clock?: Clock
  /** Given when several SMS stand-ins share one inbox. */
  inbox?: Inbox
}

/** What a provider is built upon. */
export interface SmsParts {
  clock: Clock
  calls: CallLog
  faults: FaultQueue
  inbox: Inbox
  /** Delivery reports on their way to the customer's server. */
  notices: NoticeBoard
  routes: Routes
  asideRoutes: Routes
}

export interface SmsProvider<Control extends StandInControl> {
  /** Where its base URL begins, such as `/api`. */
  path?: string
  faults: ProviderFaults
  notFound: () => Reply
  /** Adds the provider's routes and those of its control. */
  open(parts: SmsParts): Control
}

export interface RunningSms<Control extends StandInControl> {
  /** What the provider's `…_BASE_URL` is set to. */
  baseUrl: string
  origin: string
  inboxUrl: string
  control: Control
  stop(): Promise<void>
}

/** Starts an SMS provider that delivers into an inbox people and tests can read. */
export async function startSmsStandIn<Control extends StandInControl>(
  options: SmsStandInOptions,
  provider: SmsProvider<Control>
): Promise<RunningSms<Control>> {
  const clock = options.clock ?? new MovableClock()
  const inbox = options.inbox ?? new Inbox(clock)
  const calls = new CallLog()
  const faults = new FaultQueue(provider.faults)
  const notices = new NoticeBoard()
  const routes = new Routes()
  const asideRoutes = new Routes()
  const control = provider.open({ clock, calls, faults, inbox, notices, routes, asideRoutes })
  addInboxRoutes(asideRoutes, inbox)

  const { host = '127.0.0.1', port = 0 } = options
  const { notFound } = provider
  const server = await listen({ host, port, routes, asideRoutes, calls, faults, notFound })
  const { origin } = server
  return {
    baseUrl: `${origin}${provider.path ?? ''}`,
    origin,
    inboxUrl: `${origin}/inbox`,
    control,
    async stop() {
      await notices.stop()
      await server.stop()
    },
  }
}
