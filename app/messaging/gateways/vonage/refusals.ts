import { refusal, type RefusalRow, type SmsRefusal } from '../refusal.js'

/** developer.vonage.com, SMS API, "Troubleshooting": `status` of a part other than 0. */
const REFUSALS: Readonly<Record<string, RefusalRow>> = {
  1: ['gateway_error', 'Too many messages at a time'],
  2: ['bad_message', 'A parameter is missing'],
  3: ['bad_message', 'A parameter is invalid'],
  4: ['bad_credentials', 'The API key or the secret is wrong'],
  5: ['gateway_error', 'Internal error at the gateway'],
  6: ['unsupported_destination', 'The message cannot be routed to this number'],
  7: ['bad_number', 'The number is barred'],
  8: ['account_not_allowed', 'The account is barred'],
  9: ['no_balance', 'The balance is used up'],
  10: ['gateway_error', 'Too many connections at a time'],
  11: ['account_not_allowed', 'The account may not use this API'],
  12: ['bad_message', 'The message is too long'],
  14: ['bad_credentials', 'The account asks for signed requests'],
  15: ['bad_sender', 'The sender is not allowed'],
  22: ['unsupported_destination', 'The network code is not known'],
  23: ['gateway_error', 'The address for delivery reports is not taken'],
  29: ['account_not_allowed', 'A trial account sends to listed numbers only'],
  32: ['bad_credentials', 'Signature and secret were sent together'],
  33: ['bad_number', 'The number is no longer in use'],
}

export function refusalOf(status: string): SmsRefusal {
  const [reason, detail] = REFUSALS[status] ?? [
    'gateway_error',
    'Refused for a reason not documented',
  ]
  return refusal(reason, `Vonage ${status}: ${detail}`)
}
