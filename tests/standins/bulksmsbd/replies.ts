import { json, text, type Reply } from '../kit/reply.js'

/** BulkSMSBD's response codes (bulksmsbd.net/developers); HTTP is 200 for all of them. */
const MESSAGES = {
  1001: 'Invalid Number!',
  1002: 'Sender ID not correct/sender id is disabled',
  1003: 'Please Required all fields, or Contact Your System Administrator',
  1005: 'Internal Error',
  1006: 'Balance Validity Not Available',
  1007: 'Balance Insufficient',
  1011: 'User Id not found',
  1012: 'Masking SMS must be sent in Bengali',
  1013: 'Sender Id has not found Gateway by api key',
  1014: 'Sender Type Name not found using this sender by api key',
  1015: 'Sender Id has not found Any Valid Gateway by api key',
  1016: 'Sender Type Name Active Price Info not found by this sender id',
  1017: 'Sender Type Name Price Info not found by this sender id',
  1018: 'The Owner of this account is disabled',
  1019: 'The sender type name price of this account is disabled',
  1020: 'The parent of this account is not found',
  1021: 'The parent active sender type name price of this account is not found',
  1031: 'Your Account Not Verified, Please Contact Administrator',
  1032: 'Your ip not Whitelisted. Please whitelist ip from Phonebook',
} as const

export type SmsRefusalCode = keyof typeof MESSAGES

export class SmsRefusal extends Error {
  constructor(
    readonly refusalCode: SmsRefusalCode,
    message: string = MESSAGES[refusalCode]
  ) {
    super(message)
  }
}

export function parseRefusalCode(value: string): SmsRefusalCode | undefined {
  return ALL_CODES.find((code) => String(code) === value)
}

const ALL_CODES: SmsRefusalCode[] = [
  1001, 1002, 1003, 1005, 1006, 1007, 1011, 1012, 1013, 1014, 1015, 1016, 1017, 1018, 1019, 1020,
  1021, 1031, 1032,
]

/** `bare` is how older accounts are answered: the code alone, as text. */
export type ReplyStyle = 'json' | 'bare'

export function accepted(messageId: number, recipients: number, style: ReplyStyle): Reply {
  if (style === 'bare') return text('202')
  return json({
    response_code: 202,
    message_id: messageId,
    success_message: `SMS Submitted Successfully ${recipients}`,
    error_message: '',
  })
}

export function refused({ refusalCode, message }: SmsRefusal, style: ReplyStyle): Reply {
  if (style === 'bare') return text(String(refusalCode))
  return json({
    response_code: refusalCode,
    success_message: '',
    error_message: message,
  })
}
