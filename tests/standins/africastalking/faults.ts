import type { ProviderFaults } from '../kit/faults.js'
import { text } from '../kit/reply.js'
import { answered, turnedDown } from './replies.js'

const NUMBER = '+254700000000'

/** Africa's Talking's own ways to be wrong, beside those every server has. */
export const africasTalkingFaults: ProviderFaults = {
  instead: {
    'throttle': () => text('Too Many Requests', 429),
    'no-balance': () => answered('Sent to 0/1 Total Cost: 0', [turnedDown(NUMBER, 405)]),
    'internal-error': () => answered('Sent to 0/1 Total Cost: 0', [turnedDown(NUMBER, 500)]),
    /** `value` is the recipient's status code. */
    'refuse': ({ value }) =>
      answered('Sent to 0/1 Total Cost: 0', [turnedDown(NUMBER, Number(value ?? 407))]),
  },
}
