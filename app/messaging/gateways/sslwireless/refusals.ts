import { codedRefusal, type RefusalRow, type SmsRefusal } from '../refusal.js'

/** SMS Plus API v3, status codes. */
const REFUSALS: Readonly<Record<string, RefusalRow>> = {
  4001: ['bad_credentials', 'The API token is not valid'],
  4002: ['bad_sender', 'This SID may not send'],
  4003: ['address_not_allowed', "This server's IP address is blocked for the account"],
  4004: ['gateway_error', 'The address of the API is wrong'],
  4005: ['gateway_error', 'The form of the request was not understood'],
  4020: ['bad_message', 'The message id is not valid'],
  4022: ['bad_message', 'A required field is missing'],
  4025: ['bad_number', 'The number is invalid'],
  4026: ['unsupported_destination', 'The number is blocked at SSL Wireless'],
  4027: ['bad_message', 'The text is too long'],
  4028: ['bad_message', 'The message is not valid'],
  4029: ['gateway_error', 'The account has made too many requests'],
  4030: ['bad_message', 'There are too many numbers'],
  4031: ['gateway_error', 'The account sends too many messages a second'],
}

/** 4023: the same message id was used before today, so an earlier try of ours was taken. */
const DUPLICATE = '4023'
/** 5000: an error that SSL Wireless itself cannot name. */
const UNKNOWN_ERROR = '5000'

/** Null for a failure after which the message may still have gone. */
export function refusalOf(code: string): SmsRefusal | null {
  if (code === DUPLICATE || code === UNKNOWN_ERROR || !/^\d{3,4}$/.test(code)) return null
  return codedRefusal('SSL Wireless', code, REFUSALS)
}
