import { startPrepaid, type PrepaidStandInOptions, type RunningPrepaid } from '../prepaid/start.js'
import { addMimSmsRoutes } from './api_routes.js'
import { mimSmsFaults } from './replies.js'

/** Starts a MiMSMS; an account has a `userName` beside its `apiKey`. */
export function startMimSms(options: PrepaidStandInOptions = {}): Promise<RunningPrepaid> {
  const provider = { path: '/api/SmsSending', faults: mimSmsFaults, addRoutes: addMimSmsRoutes }
  return startPrepaid(provider, options)
}
