import { Inbox } from '../inbox/inbox.js'
import { addInboxRoutes } from '../inbox/inbox_routes.js'
import { CallLog } from '../kit/calls.js'
import { MovableClock, type Clock } from '../kit/clock.js'
import { FaultQueue, type ProviderFaults } from '../kit/faults.js'
import { html } from '../kit/reply.js'
import { Routes } from '../kit/routes.js'
import { listen } from '../kit/server.js'
import type { PrepaidOptions } from './accounts.js'
import { addPrepaidControlRoutes, PrepaidControl } from './control.js'
import { PrepaidDesk } from './desk.js'

export interface PrepaidStandInOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  accounts?: PrepaidOptions[]
  clock?: Clock
  /** Given when several SMS stand-ins share one inbox. */
  inbox?: Inbox
}

/** What makes one provider different from the others. */
export interface PrepaidProvider {
  /** What its base URL has after the origin. */
  path: string
  faults: ProviderFaults
  addRoutes(routes: Routes, desk: PrepaidDesk): void
}

export interface RunningPrepaid {
  /** What `<PROVIDER>_BASE_URL` is set to. */
  baseUrl: string
  origin: string
  inboxUrl: string
  control: PrepaidControl
  stop(): Promise<void>
}

/** Starts a prepaid SMS provider that delivers into an inbox people and tests can read. */
export async function startPrepaid(
  provider: PrepaidProvider,
  options: PrepaidStandInOptions
): Promise<RunningPrepaid> {
  const clock = options.clock ?? new MovableClock()
  const inbox = options.inbox ?? new Inbox(clock)
  const desk = new PrepaidDesk(inbox, clock)
  for (const account of options.accounts ?? []) desk.addAccount(account)

  const calls = new CallLog()
  const faults = new FaultQueue(provider.faults)
  const control = new PrepaidControl(desk, calls, faults)
  const routes = new Routes()
  const asideRoutes = new Routes()
  provider.addRoutes(routes, desk)
  addInboxRoutes(asideRoutes, inbox)
  addPrepaidControlRoutes(asideRoutes, control)

  const { origin, stop } = await listen({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    routes,
    asideRoutes,
    calls,
    faults,
    notFound: () => html('<!doctype html><title>Not Found</title><h1>404 Not Found</h1>', 404),
  })
  return { baseUrl: origin + provider.path, origin, inboxUrl: `${origin}/inbox`, control, stop }
}
