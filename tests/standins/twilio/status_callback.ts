import { createHmac } from 'node:crypto'
import type { NoticeCall } from '../kit/notices.js'
import type { Delivery } from '../sms/control.js'
import type { TwilioAccount } from './accounts.js'

const UNREACHABLE_HANDSET = '30003'

/**
 * A status callback, signed as twilio.com/docs/usage/security says: HMAC-SHA1 with the auth
 * token over the exact URL and every parameter, by name, name and value without anything between.
 */
export function statusCallback(
  { message, outcome, code }: Delivery,
  account: TwilioAccount | undefined
): NoticeCall | null {
  message.state = outcome === 'failed' ? 'undelivered' : outcome
  if (message.statusUrl === undefined || !account) return null
  const fields: Record<string, string> = {
    AccountSid: message.account,
    ApiVersion: '2010-04-01',
    From: message.from,
    MessageSid: message.providerId,
    MessageStatus: message.state,
    SmsSid: message.providerId,
    SmsStatus: message.state,
    To: message.to,
    ...(outcome === 'failed' ? { ErrorCode: code ?? UNREACHABLE_HANDSET } : {}),
  }
  return {
    about: message.providerId,
    method: 'POST',
    url: message.statusUrl,
    body: new URLSearchParams(fields).toString(),
    headers: { 'x-twilio-signature': signature(message.statusUrl, fields, account.authToken) },
  }
}

function signature(url: string, fields: Record<string, string>, token: string): string {
  const names = Object.keys(fields).sort()
  const signed = url + names.map((name) => `${name}${fields[name]}`).join('')
  return createHmac('sha1', token).update(signed).digest('base64')
}
