import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max'
import { countries } from '#platform/signup/countries'

/** What the page of sign-up says of each country: what follows from choosing it. */
export const countryOptions = countries.map(({ code, name, currency, timezone }) => ({
  code,
  name,
  currency,
  timezone,
  dialling: isSupportedCountry(code) ? `+${getCountryCallingCode(code)}` : '',
}))

/** The zones of the countries that have several, under the country's name. */
export const zoneOptions = countries.flatMap(({ name, zones = [] }) =>
  zones.map((zone) => ({ value: zone, label: `${name}: ${cityOf(zone)}` }))
)

/** The same for the page's script, which says it of the chosen country, by country. */
export const countryFacts = Object.fromEntries(
  countryOptions.map(({ code, currency, timezone, dialling }) => {
    const zones = countries.find((country) => country.code === code)?.zones ?? []
    return [code, { currency, dialling, timezone, zones }]
  })
)

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}
