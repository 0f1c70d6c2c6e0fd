import { json, text, type Reply } from '../kit/reply.js'
import { Refused } from '../sms/refused.js'

/** What may become of one recipient (Africa's Talking, "Bulk SMS sending", status codes). */
const STATUSES: Readonly<Record<number, string>> = {
  100: 'Processed',
  101: 'Success',
  102: 'Queued',
  401: 'RiskHold',
  402: 'InvalidSenderId',
  403: 'InvalidPhoneNumber',
  404: 'UnsupportedNumberType',
  405: 'InsufficientBalance',
  406: 'UserInBlacklist',
  407: 'CouldNotRoute',
  409: 'DoNotDisturbRejection',
  500: 'InternalServerError',
  501: 'GatewayError',
  502: 'RejectedByGateway',
}

export interface Recipient {
  statusCode: number
  number: string
  status: string
  cost: string
  messageId: string
  messageParts?: number
}

export function turnedDown(number: string, statusCode: number): Recipient {
  const status = STATUSES[statusCode] ?? 'InternalServerError'
  return { statusCode, number, status, cost: '0', messageId: 'None' }
}

export function taken(number: string, cost: string, messageId: string, parts: number): Recipient {
  return { statusCode: 101, number, status: 'Success', cost, messageId, messageParts: parts }
}

/** Always 201: the recipients tell. */
export function answered(message: string, recipients: readonly Recipient[]): Reply {
  return json({ SMSMessageData: { Message: message, Recipients: recipients } }, 201)
}

/** @throws Refused always */
export function unauthorized(): never {
  throw new Refused(text('The supplied authentication is invalid', 401))
}

/** @throws Refused always */
export function badRequest(what: string): never {
  throw new Refused(text(what, 400))
}
