import type { ProviderFaults } from '../kit/faults.js'
import { refusedWith } from './refusals.js'

/** Twilio's own ways to be wrong, beside those every server has. */
export const twilioFaults: ProviderFaults = {
  instead: {
    'throttle': () => refusedWith(20429),
    'no-balance': () => refusedWith(20005),
    'internal-error': () => refusedWith(20500),
    /** `value` is the code to refuse with. */
    'refuse': ({ value }) => refusedWith(Number(value ?? 21612)),
  },
}
