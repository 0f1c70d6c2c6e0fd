import { html } from '../kit/reply.js'
import { startSmsStandIn, type RunningSms, type SmsStandInOptions } from '../sms/start.js'
import type { SmsAccountOptions } from './accounts.js'
import { addApiRoutes } from './api_routes.js'
import { addBulkSmsBdControlRoutes, BulkSmsBdControl } from './control.js'
import { SmsDesk } from './desk.js'
import { bulkSmsBdFaults } from './faults.js'

export interface BulkSmsBdOptions extends SmsStandInOptions {
  accounts?: SmsAccountOptions[]
}

export type RunningBulkSmsBd = RunningSms<BulkSmsBdControl>

/** Starts a BulkSMSBD; its base URL is what `BULKSMSBD_BASE_URL` is set to. */
export function startBulkSmsBd(options: BulkSmsBdOptions = {}): Promise<RunningBulkSmsBd> {
  return startSmsStandIn(options, {
    path: '/api',
    faults: bulkSmsBdFaults,
    notFound: () => html('<!doctype html><title>Not Found</title><h1>404 Not Found</h1>', 404),
    open({ clock, calls, faults, inbox, routes, asideRoutes }) {
      const desk = new SmsDesk(inbox)
      for (const account of options.accounts ?? []) desk.addAccount(account)
      const control = new BulkSmsBdControl(desk, clock, calls, faults)
      addApiRoutes(routes, desk)
      addBulkSmsBdControlRoutes(asideRoutes, control)
      return control
    },
  })
}
