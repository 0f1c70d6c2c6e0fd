import { CallLog } from '../kit/calls.js'
import { MovableClock, type Clock } from '../kit/clock.js'
import { FaultQueue } from '../kit/faults.js'
import { html } from '../kit/reply.js'
import { Routes } from '../kit/routes.js'
import { listen } from '../kit/server.js'
import { Inbox } from '../inbox/inbox.js'
import { addInboxRoutes } from '../inbox/inbox_routes.js'
import type { SmsAccountOptions } from './accounts.js'
import { addApiRoutes } from './api_routes.js'
import { addBulkSmsBdControlRoutes, BulkSmsBdControl } from './control.js'
import { SmsDesk } from './desk.js'
import { bulkSmsBdFaults } from './faults.js'

export interface BulkSmsBdOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  accounts?: SmsAccountOptions[]
  clock?: Clock
  /** Given when several SMS stand-ins share one inbox. */
  inbox?: Inbox
}

export interface RunningBulkSmsBd {
  /** What `BULKSMSBD_BASE_URL` is set to. */
  baseUrl: string
  origin: string
  inboxUrl: string
  control: BulkSmsBdControl
  stop(): Promise<void>
}

/** Starts a BulkSMSBD that delivers into an inbox people and tests can read. */
export async function startBulkSmsBd(options: BulkSmsBdOptions = {}): Promise<RunningBulkSmsBd> {
  const clock = options.clock ?? new MovableClock()
  const inbox = options.inbox ?? new Inbox(clock)
  const desk = new SmsDesk(inbox)
  for (const account of options.accounts ?? []) desk.addAccount(account)

  const calls = new CallLog()
  const faults = new FaultQueue(bulkSmsBdFaults)
  const control = new BulkSmsBdControl(desk, clock, calls, faults)
  const routes = new Routes()
  const asideRoutes = new Routes()
  addApiRoutes(routes, desk)
  addInboxRoutes(asideRoutes, inbox)
  addBulkSmsBdControlRoutes(asideRoutes, control)

  const { origin, stop } = await listen({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    routes,
    asideRoutes,
    calls,
    faults,
    notFound: () => html('<!doctype html><title>Not Found</title><h1>404 Not Found</h1>', 404),
  })
  return {
    baseUrl: `${origin}/api`,
    origin,
    inboxUrl: `${origin}/inbox`,
    control,
    stop,
  }
}
