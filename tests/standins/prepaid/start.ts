import { html } from '../kit/reply.js'
import type { ProviderFaults } from '../kit/faults.js'
import type { Routes } from '../kit/routes.js'
import { startSmsStandIn, type RunningSms, type SmsStandInOptions } from '../sms/start.js'
import type { PrepaidOptions } from './accounts.js'
import { addPrepaidControlRoutes, PrepaidControl } from './control.js'
import { PrepaidDesk } from './desk.js'

export interface PrepaidStandInOptions extends SmsStandInOptions {
  accounts?: PrepaidOptions[]
}

/** What makes one provider different from the others. */
export interface PrepaidProvider {
  /** What its base URL has after the origin. */
  path: string
  faults: ProviderFaults
  addRoutes(routes: Routes, desk: PrepaidDesk): void
}

export type RunningPrepaid = RunningSms<PrepaidControl>

/** Starts a provider that is paid in advance and tells of deliveries only when asked, if at all. */
export function startPrepaid(
  { path, faults, addRoutes }: PrepaidProvider,
  options: PrepaidStandInOptions
): Promise<RunningPrepaid> {
  return startSmsStandIn(options, {
    path,
    faults,
    notFound: () => html('<!doctype html><title>Not Found</title><h1>404 Not Found</h1>', 404),
    open(parts) {
      const desk = new PrepaidDesk(parts.inbox, parts.clock)
      for (const account of options.accounts ?? []) desk.addAccount(account)
      const control = new PrepaidControl(desk, parts.calls, parts.faults)
      addRoutes(parts.routes, desk)
      addPrepaidControlRoutes(parts.asideRoutes, control)
      return control
    },
  })
}
