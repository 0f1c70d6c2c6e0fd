import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

import type { MobileNumber } from '#core/mobile_number'

/** As the gateway wants numbers: `8801712345678`, `+8801712345678` or `01712345678`. */
export function writtenAs(format: string, number: MobileNumber): string {
  if (format === 'plus') return number
  if (format !== 'national') return number.slice(1)
  const national = parsePhoneNumberFromString(number)?.formatNational() ?? number
  return national.replace(/\D/g, '')
}
