import type { ProviderFaults } from '../kit/faults.js'
import { refusedWith } from './refusals.js'

/** Vonage's own ways to be wrong, beside those every server has. */
export const vonageFaults: ProviderFaults = {
  instead: {
    'throttle': () => refusedWith(1),
    'no-balance': () => refusedWith(9),
    'internal-error': () => refusedWith(5),
    /** `value` is the status to refuse with. */
    'refuse': ({ value }) => refusedWith(Number(value ?? 6)),
  },
}
