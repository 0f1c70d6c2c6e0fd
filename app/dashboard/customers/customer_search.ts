import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max'
import { parseMacAddress, type MacAddress } from '#core/mac_address'
import { parseMobileNumber, type MobileNumber } from '#core/mobile_number'

/** What somebody meant who typed this into the search of customers; each kind has an index. */
export type CustomerSearch =
  | { by: 'mac'; mac: MacAddress }
  | { by: 'mobile'; mobile: MobileNumber }
  /** Beginnings of numbers in E.164, and the digits a number ends with, last first. */
  | { by: 'digits'; beginnings: string[]; endReversed: string | null }
  /** Letters anywhere in the name; composed (NFC), lower case. */
  | { by: 'name'; part: string }

const NUMBERLIKE = /^\+?[\d\s().-]*\d[\d\s().-]*$/
const BANGLA_ZERO = 0x09e6

/** @param country ISO 3166 alpha-2 of the tenant, whose local form of numbers is understood */
export function customerSearch(typed: string, country: string): CustomerSearch | null {
  const q = latin(typed.trim())
  if (!q) return null

  const mac = parseMacAddress(q)
  if (mac) return { by: 'mac', mac }
  if (!NUMBERLIKE.test(q)) return { by: 'name', part: q.normalize().toLowerCase() }

  const mobile = parseMobileNumber(q, country)
  return mobile ? { by: 'mobile', mobile } : partOfNumber(q, country)
}

/** 0171… is the beginning of a local number, 88017… of an international one, 5678 the end of one. */
function partOfNumber(q: string, country: string): CustomerSearch {
  const digits = q.replace(/\D/g, '')
  if (q.startsWith('+')) return { by: 'digits', beginnings: [`+${digits}`], endReversed: null }

  const code = isSupportedCountry(country) ? getCountryCallingCode(country) : ''
  const local = digits.replace(/^0+/, '')
  return {
    by: 'digits',
    beginnings: [`+${digits}`, ...(code ? [`+${code}${local}`] : [])],
    endReversed: [...digits].toReversed().join(''),
  }
}

function latin(text: string): string {
  return text.replace(/[০-৯]/g, (digit) => String((digit.codePointAt(0) ?? 0) - BANGLA_ZERO))
}
