import type { StandInRequest } from '../kit/request.js'
import { unknownKey } from '../sms/refused.js'
import type { TwilioAccount } from './accounts.js'
import { refuse } from './refusals.js'

export interface MessageRequest {
  to: string
  from: string
  /** Null unless a messaging service picked the sender. */
  service: string | null
  body: string
  statusUrl?: string
}

const FIELDS = ['To', 'From', 'MessagingServiceSid', 'Body', 'StatusCallback', 'ValidityPeriod']
const E164 = /^\+[1-9]\d{6,14}$/
const ALPHANUMERIC = /^(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11}$/
const LONGEST_BODY = 1600
const LONGEST_URL = 4000

/**
 * Reads a message to be created. What is no form has no parameters for Twilio.
 *
 * @throws Refused as twilio.com/docs/api/errors says
 */
export function parseMessage(request: StandInRequest, account: TwilioAccount): MessageRequest {
  const isForm = request.contentType === 'application/x-www-form-urlencoded'
  const form = isForm ? request.form() : new URLSearchParams()
  if (unknownKey(form.keys(), FIELDS) !== undefined) refuse(20001)

  const to = form.get('To') ?? ''
  if (to === '') refuse(21604)
  if (!E164.test(to)) refuse(21211)
  const { from, service } = sender(form, account)
  const body = form.get('Body') ?? ''
  if (body === '') refuse(21602)
  if (body.length > LONGEST_BODY) refuse(21617)
  const statusUrl = form.get('StatusCallback') ?? undefined
  if (statusUrl !== undefined && !isCallback(statusUrl)) refuse(21609)

  if (account.regions?.every((code) => !to.startsWith(code))) refuse(21408)
  if (account.optedOut.includes(to)) refuse(21610)
  return { to, from, service, body, ...(statusUrl === undefined ? {} : { statusUrl }) }
}

function sender(form: URLSearchParams, account: TwilioAccount) {
  const service = form.get('MessagingServiceSid')
  const from = form.get('From') ?? ''
  if (service !== null) {
    const picked = account.messagingServices[service] ?? refuse(21701)
    return { from: from === '' ? picked : from, service }
  }
  if (from === '') refuse(21603)
  if (!E164.test(from) && !ALPHANUMERIC.test(from)) refuse(21212)
  if (!account.senders.includes(from)) refuse(21606)
  return { from, service: null }
}

function isCallback(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && /^https?:$/.test(url.protocol) && address.length <= LONGEST_URL
}
