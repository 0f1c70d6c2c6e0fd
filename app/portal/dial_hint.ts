import examples from 'libphonenumber-js/mobile/examples'
import { getExampleNumber, isSupportedCountry } from 'libphonenumber-js/max'

/** What a number of that country looks like when people there type it. */
export function dialHint(country: string): string {
  if (!isSupportedCountry(country)) return ''
  return getExampleNumber(country, examples)?.formatNational() ?? ''
}
