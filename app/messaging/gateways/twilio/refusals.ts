import { refusal, type RefusalRow, type SmsRefusal } from '../refusal.js'

/** twilio.com/docs/api/errors. Someone who said STOP said it to the ISP, not to one gateway. */
const REFUSALS: Readonly<Record<number, RefusalRow>> = {
  20003: ['bad_credentials', 'The account SID or the auth token is wrong'],
  20005: ['account_not_allowed', 'The account is not active'],
  20404: ['bad_credentials', 'There is no such account'],
  20429: ['gateway_error', 'Too many requests'],
  21211: ['bad_number', 'The number is invalid'],
  21212: ['bad_sender', 'The sender is invalid'],
  21214: ['bad_number', 'The number cannot be reached'],
  21217: ['bad_number', 'The number does not seem to be valid'],
  21408: ['unsupported_destination', 'The account may not send to this country'],
  21602: ['bad_message', 'The message is empty'],
  21603: ['bad_sender', 'The sender is missing'],
  21606: ['bad_sender', 'The sender is not a number of this account that can send SMS'],
  21608: ['account_not_allowed', 'A trial account sends to verified numbers only'],
  21610: ['bad_number', 'The recipient asked for no more messages'],
  21611: ['gateway_error', 'The queue of this sender is full'],
  21612: ['unsupported_destination', 'The number cannot be reached from this sender'],
  21614: ['bad_number', 'The number is not a mobile number'],
  21617: ['bad_message', 'The message is longer than 1600 characters'],
  21659: ['bad_sender', 'The sender is not a number of this account'],
  21660: ['bad_sender', 'The sender belongs to another account'],
  21703: ['bad_sender', 'The messaging service has no numbers'],
  30002: ['account_not_allowed', 'The account is suspended'],
  30003: ['bad_number', 'The handset is not reachable'],
  30004: ['bad_number', 'The handset does not take messages'],
  30005: ['bad_number', 'The handset is unknown'],
  30006: ['bad_number', 'The number is a landline or not reachable by this network'],
  30007: ['bad_message', 'The network filtered the message'],
  30008: ['gateway_error', 'Not delivered, for a reason not told'],
  63038: ['account_not_allowed', 'The daily limit of this account is used up'],
}

export function refusalOf(code: number): SmsRefusal {
  const [reason, detail] = REFUSALS[code] ?? [
    'gateway_error',
    'Refused for a reason we have no words for',
  ]
  return refusal(reason, `Twilio ${code}: ${detail}`)
}
