import type { ProviderFaults } from '../kit/faults.js'
import { text } from '../kit/reply.js'
import { parseRefusalCode, refused, SmsRefusal } from './replies.js'

/** BulkSMSBD's own ways to be wrong, beside those every server has. */
export const bulkSmsBdFaults: ProviderFaults = {
  instead: {
    'internal-error': () => refused(new SmsRefusal(1005), 'json'),
    'ip-not-whitelisted': () => refused(new SmsRefusal(1032), 'json'),
    /** `value` is the code to refuse with. */
    'refuse': ({ value = '' }) => refused(new SmsRefusal(parseRefusalCode(value) ?? 1005), 'json'),
    'bare-refuse': ({ value = '1005' }) => text(value),
  },
  alter: {
    bare: (reply) => text(/"response_code":(\d+)/.exec(reply.body)?.[1] ?? reply.body),
  },
}
