import { json, type Reply } from '../kit/reply.js'
import { Refused } from '../sms/refused.js'

/** Twilio's error dictionary (twilio.com/docs/api/errors): HTTP status and message. */
const ERRORS: Readonly<Record<number, readonly [status: number, message: string]>> = {
  20001: [400, 'Unknown parameter'],
  20003: [401, 'Authenticate'],
  20005: [403, 'Account is not active'],
  20404: [404, 'The requested resource was not found'],
  20429: [429, 'Too Many Requests'],
  20500: [500, 'An internal server error has occurred'],
  21211: [400, "Invalid 'To' Phone Number"],
  21212: [400, "Invalid 'From' Number"],
  21408: [400, "Permission to send an SMS has not been enabled for the region of the 'To' number"],
  21602: [400, 'Message body is required.'],
  21603: [400, "A 'From' phone number is required."],
  21604: [400, "A 'To' phone number is required."],
  21606: [400, "The 'From' number is not a valid, message-capable number of this account"],
  21609: [400, "The 'StatusCallback' URL is not a valid URL."],
  21610: [400, 'Attempt to send to unsubscribed recipient'],
  21611: [429, "This 'From' number has exceeded the maximum number of queued messages"],
  21612: [400, "The 'To' phone number is not currently reachable using the 'From' number"],
  21614: [400, "'To' number is not a valid mobile number"],
  21617: [400, 'The concatenated message body exceeds the 1600 character limit'],
  21701: [404, 'The Messaging Service does not exist'],
}

/** An error as Twilio's 2010 API writes it. */
export function refusedWith(code: number): Reply {
  const [known, message] = ERRORS[code] ?? [400, 'Refused']
  const page = `https://www.twilio.com/docs/errors/${code}`
  return json({ code, message, more_info: page, status: known }, known)
}

/** @throws Refused always */
export function refuse(code: number): never {
  throw new Refused(refusedWith(code))
}
