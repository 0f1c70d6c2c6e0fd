import { refusal, type RefusalRow, type SmsRefusal } from '../refusal.js'

/** africastalking.com/docs/sms, `statusCode` of a recipient other than 100 to 102. */
const REFUSALS: Readonly<Record<string, RefusalRow>> = {
  401: ['account_not_allowed', 'The message is held for risk'],
  402: ['bad_sender', 'The sender ID is not registered'],
  403: ['bad_number', 'The number is invalid'],
  404: ['unsupported_destination', 'Numbers of this type are not reached'],
  405: ['no_balance', 'The balance is used up'],
  406: ['bad_number', 'The recipient asked for no more messages'],
  407: ['unsupported_destination', 'There is no route to this number'],
  409: ['bad_number', 'The recipient takes no messages of this kind'],
  500: ['gateway_error', 'Internal error at the gateway'],
  501: ['gateway_error', 'Error of the gateway'],
  502: ['gateway_error', 'Rejected by the gateway'],
}

export function refusalOf(statusCode: string): SmsRefusal {
  const [reason, detail] = REFUSALS[statusCode] ?? [
    'gateway_error',
    'Refused for a reason not documented',
  ]
  return refusal(reason, `Africa’s Talking ${statusCode}: ${detail}`)
}
