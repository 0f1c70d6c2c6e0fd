import type { ProviderFaults } from '../kit/faults.js'
import { errorReply } from './xml.js'

/** SNS's own ways to be wrong, beside those every server has. */
export const snsFaults: ProviderFaults = {
  instead: {
    'throttle': () => errorReply(429, 'Throttled', 'Rate exceeded'),
    'internal-error': () => errorReply(500, 'InternalError', 'The service failed'),
    'expired-token': () => errorReply(403, 'ExpiredToken', 'The security token is expired'),
    /** `value` is the error's code. */
    'refuse': ({ value }) => errorReply(400, value ?? 'InvalidParameter', 'Refused'),
  },
}
