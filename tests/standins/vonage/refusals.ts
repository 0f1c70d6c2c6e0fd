import { json, type Reply } from '../kit/reply.js'
import { Refused } from '../sms/refused.js'

/** Status codes of developer.vonage.com, "Troubleshooting SMS"; HTTP is 200 for all of them. */
const TEXTS: Readonly<Record<string, string>> = {
  1: 'Throughput Rate Exceeded - please wait [ 62 ] and retry',
  2: 'Missing parameter',
  3: 'Invalid parameter',
  4: 'Bad Credentials',
  5: 'Internal Error',
  6: 'Unroutable message - rejected',
  7: 'Number barred',
  8: 'Partner account barred',
  9: 'Quota Exceeded - rejected',
  10: 'Too many existing binds',
  11: 'Account not enabled for HTTP',
  12: 'Message too long',
  14: 'Invalid Signature',
  15: 'Invalid sender address',
  22: 'Invalid network code',
  23: 'Invalid callback URL',
  29: 'Non White-listed Destination - rejected',
  32: 'Signature and API secret disallowed',
  33: 'Number de-activated',
}

export function refusedWith(status: number, text = TEXTS[status] ?? 'Rejected'): Reply {
  return json({
    'message-count': '1',
    'messages': [{ 'status': String(status), 'error-text': text }],
  })
}

/** @throws Refused always */
export function refuse(status: number, text?: string): never {
  throw new Refused(refusedWith(status, text))
}
