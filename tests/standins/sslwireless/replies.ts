import type { ProviderFaults } from '../kit/faults.js'
import { json, type Reply } from '../kit/reply.js'

/** SMS Plus v3, status codes of the API; HTTP is 200 for all of them. */
const MESSAGES: Readonly<Record<number, string>> = {
  4001: 'Unauthorized',
  4002: 'SID/Stakeholder is not permitted',
  4003: 'IP is blacklisted',
  4004: 'Invalid URL',
  4005: 'Invalid request format',
  4020: 'Invalid CSMS ID',
  4022: 'Required parameter is missing',
  4023: 'Duplicate CSMS ID',
  4025: 'Invalid MSISDN',
  4026: 'MSISDN is blocked',
  4027: 'Message length exceeded',
  4028: 'Invalid message data',
  4029: 'Too many requests',
  4030: 'Account limit exceeded',
  4031: 'TPS limit exceeded',
  5000: 'Unknown error',
}

export function failed(statusCode: number): Reply {
  return json({
    status: 'FAILED',
    status_code: statusCode,
    error_message: MESSAGES[statusCode] ?? 'Unknown error',
    smsinfo: [],
  })
}

/** Parts of the answer beside status and code: `smsinfo` of a message, `balance` of an account. */
export function succeeded(rest: Record<string, unknown>): Reply {
  return json({ status: 'SUCCESS', status_code: 200, error_message: '', ...rest })
}

export const sslWirelessFaults: ProviderFaults = {
  instead: {
    /** `value` is the code to refuse with. */
    'refuse': ({ value }) => failed(Number(value ?? '5000')),
    /** The call went well, but the message did not: `value` is INVALID or DUPLICATE. */
    'sms-status': ({ value = 'INVALID' }) =>
      succeeded({ smsinfo: [{ sms_status: value, status_message: value, reference_id: '' }] }),
  },
}
