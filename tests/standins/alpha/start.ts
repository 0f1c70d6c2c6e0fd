import { startPrepaid, type PrepaidStandInOptions, type RunningPrepaid } from '../prepaid/start.js'
import { addAlphaRoutes } from './api_routes.js'
import { alphaFaults } from './replies.js'

/** Starts an Alpha SMS (sms.net.bd), whose reports say `Sent` until `control.deliver`. */
export function startAlpha(options: PrepaidStandInOptions = {}): Promise<RunningPrepaid> {
  const provider = { path: '', faults: alphaFaults, addRoutes: addAlphaRoutes }
  return startPrepaid(provider, options)
}
