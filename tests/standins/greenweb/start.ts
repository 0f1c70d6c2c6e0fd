import { startPrepaid, type PrepaidStandInOptions, type RunningPrepaid } from '../prepaid/start.js'
import { addGreenwebRoutes } from './api_routes.js'
import { greenwebFaults } from './replies.js'

/** Starts a Greenweb; an account's `apiKey` is its token, its first sender is on every message. */
export function startGreenweb(options: PrepaidStandInOptions = {}): Promise<RunningPrepaid> {
  const provider = { path: '', faults: greenwebFaults, addRoutes: addGreenwebRoutes }
  return startPrepaid(provider, options)
}
