import type { ProviderFaults } from '../kit/faults.js'
import { json, type Reply } from '../kit/reply.js'

/** sms.net.bd's API page, error codes; HTTP is 200 for all of them. 421 from public code. */
const MESSAGES: Readonly<Record<number, string>> = {
  400: 'The request was rejected, due to a missing or invalid parameter.',
  403: 'You do not have permissions to perform the request.',
  404: 'The requested resource not found.',
  405: 'Authorization required.',
  409: 'Unknown error occurred on Server end.',
  410: 'Account expired',
  411: 'Reseller Account expired or suspended',
  412: 'Invalid Schedule',
  413: 'Invalid Sender ID',
  414: 'Message is empty',
  415: 'Message is too long',
  416: 'No valid number found',
  417: 'Insufficient balance',
  420: 'Content Blocked',
  421: 'You can only send SMS to your registered phone number until first balance recharge',
}

export function refused(error: number): Reply {
  return json({ error, msg: MESSAGES[error] ?? 'Unknown error' })
}

export function succeeded(msg: string, data: Record<string, unknown>): Reply {
  return json({ error: 0, msg, data })
}

export const alphaFaults: ProviderFaults = {
  instead: {
    /** `value` is the error to refuse with. */
    refuse: ({ value }) => refused(Number(value ?? '409')),
  },
  alter: {
    /** The error as text: `"0"`. */
    'text-error': (reply) => ({
      ...reply,
      body: reply.body.replace(/"error":(\d+)/, '"error":"$1"'),
    }),
    /** Taken, but nobody says under which id. */
    'no-id': (reply) => ({ ...reply, body: reply.body.replace(/"request_id":\d+/, '') }),
  },
}
