import { parsePhoneNumberFromString, isSupportedCountry } from 'libphonenumber-js/max'

/** A mobile number in E.164, for example +8801712345678. It is the customer's account. */
export type MobileNumber = string & { readonly __brand: 'MobileNumber' }

/** Number types that can receive an SMS; plans of some countries do not tell them apart. */
const REACHABLE_BY_SMS = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE'])

/**
 * Reads a number in any form people of that country type it: local or
 * international, with spaces and dashes, in Latin or Bangla digits.
 *
 * @param country ISO 3166 alpha-2 of the tenant
 * @returns null when it cannot be a mobile number
 */
export function parseMobileNumber(input: string, country: string): MobileNumber | null {
  if (input.length > 40 || !isSupportedCountry(country)) return null

  const number = parsePhoneNumberFromString(latinDigits(input), {
    defaultCountry: country,
    extract: false,
  })
  if (!number?.isValid() || !REACHABLE_BY_SMS.has(number.getType() ?? '')) return null

  return trustMobileNumber(number.number)
}

/** For numbers that were parsed before they were stored. */
export function trustMobileNumber(stored: string): MobileNumber {
  if (!/^\+[1-9]\d{6,14}$/.test(stored)) {
    throw new TypeError('A stored mobile number is not E.164')
  }
  return stored as MobileNumber
}

/** ISO 3166 alpha-2 of the country a number belongs to; null for those of none, such as satellites. */
export function countryOfNumber(number: MobileNumber): string | null {
  return parsePhoneNumberFromString(number)?.country ?? null
}

/** For screens that others may see: +88017•••••678. */
export function maskMobileNumber(number: MobileNumber): string {
  return `${number.slice(0, 6)}•••••${number.slice(-3)}`
}

/** Bangla, Devanagari and other decimal digits start their block at a multiple of ten code points. */
function latinDigits(text: string): string {
  return text.replace(/[\u0966-\u096F\u09E6-\u09EF\u0660-\u0669\u06F0-\u06F9]/g, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    return String(
      (code & 0xf) >= 6 && code < 0x0a00 && code >= 0x0900 ? (code & 0xf) - 6 : code & 0xf
    )
  })
}
