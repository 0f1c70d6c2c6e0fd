import { startPrepaid, type PrepaidStandInOptions, type RunningPrepaid } from '../prepaid/start.js'
import { addElitBuzzRoutes } from './api_routes.js'
import { elitBuzzFaults } from './replies.js'

/** Starts an ElitBuzz, whose reports say `Sent` until `control.deliver`. */
export function startElitBuzz(options: PrepaidStandInOptions = {}): Promise<RunningPrepaid> {
  const provider = { path: '', faults: elitBuzzFaults, addRoutes: addElitBuzzRoutes }
  return startPrepaid(provider, options)
}
