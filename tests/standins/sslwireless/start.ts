import { startPrepaid, type PrepaidStandInOptions, type RunningPrepaid } from '../prepaid/start.js'
import { addSslWirelessRoutes } from './api_routes.js'
import { sslWirelessFaults } from './replies.js'

/** Starts an SSL Wireless SMS Plus; an account's `apiKey` is its `api_token`, senders are `sid`s. */
export function startSslWireless(options: PrepaidStandInOptions = {}): Promise<RunningPrepaid> {
  const provider = { path: '', faults: sslWirelessFaults, addRoutes: addSslWirelessRoutes }
  return startPrepaid(provider, options)
}
