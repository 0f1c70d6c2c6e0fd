import type { ProviderFaults } from '../kit/faults.js'
import { json, type Reply } from '../kit/reply.js'
import { hexId } from '../sms/outbox.js'
import { failed } from './refusals.js'
import { statusOf } from './statuses.js'

const rejected = (name: string): Reply =>
  json({
    messages: [
      { messageId: hexId(''), status: statusOf(name), destination: '8801700000000', details: {} },
    ],
  })

/** Infobip's own ways to be wrong, beside those every server has. */
export const infobipFaults: ProviderFaults = {
  instead: {
    'throttle': () => failed(429),
    'internal-error': () => failed(500),
    'no-balance': () => rejected('REJECTED_NOT_ENOUGH_CREDITS'),
    /** `value` is the status's name. */
    'reject': ({ value }) => rejected(value ?? 'REJECTED_NETWORK'),
    /** `value` is the HTTP status. */
    'refuse': ({ value }) => failed(Number(value ?? 403)),
  },
}
