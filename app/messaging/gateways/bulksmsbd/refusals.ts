import { codedRefusal, type RefusalRow, type SmsRefusal } from '../refusal.js'

/** The only code that means "submitted". */
export const ACCEPTED = 202

/** bulksmsbd.net "SMS API" page, error codes; 1031 and 1032 from public code (facts §5). */
const REFUSALS: Readonly<Record<number, RefusalRow>> = {
  1001: ['bad_number', 'The number is invalid'],
  1002: ['bad_sender', 'The sender ID is wrong or disabled'],
  1003: ['bad_message', 'A required field is missing'],
  1005: ['gateway_error', 'Internal error at the gateway'],
  1006: ['no_balance', 'The balance is no longer valid'],
  1007: ['no_balance', 'The balance is used up'],
  1011: ['bad_credentials', 'The API key belongs to no user'],
  1012: ['bad_message', 'A masked sender may send Bangla text only'],
  1013: ['bad_sender', 'No gateway is set for this sender ID with this API key'],
  1014: ['bad_sender', 'The sender type is not set for this sender ID'],
  1015: ['bad_sender', 'The sender ID has no valid gateway'],
  1016: ['account_not_allowed', 'No price is active for this sender type'],
  1017: ['account_not_allowed', 'No price is set for this sender type'],
  1018: ['account_not_allowed', 'The owner of this account is disabled'],
  1019: ['account_not_allowed', 'The price of this account is disabled'],
  1020: ['account_not_allowed', 'The parent of this account was not found'],
  1021: ['account_not_allowed', 'The parent price of this account was not found'],
  1031: ['account_not_allowed', 'The account is not verified'],
  1032: ['address_not_allowed', "This server's IP address is not on the account's whitelist"],
}

/**
 * What a code refuses, or null for a number that is no code of this gateway's. All
 * its refusals lie in the thousand; one we do not know is a refusal without a name.
 */
export function refusalOf(code: number): SmsRefusal | null {
  if (code < 1000 || code > 1999) return null
  return codedRefusal('BulkSMSBD', code, REFUSALS)
}
