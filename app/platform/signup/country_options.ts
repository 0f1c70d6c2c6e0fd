import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max'
import { countries } from '#platform/signup/countries'

/** What the page of sign-up says of each country: what follows from choosing it. */
export const countryOptions = countries.map(({ code, name, currency }) => ({
  code,
  name,
  currency,
  dialling: isSupportedCountry(code) ? `+${getCountryCallingCode(code)}` : '',
}))

/** The zones of the countries that have several, under the country's name. */
export const zoneOptions = countries.flatMap(({ name, zones = [] }) =>
  zones.map((zone) => ({ value: zone, label: `${name}: ${cityOf(zone)}` }))
)

/** The same for the page's script, which shows them where there is a choice: JSON by country. */
export const zonesByCountry = JSON.stringify(
  Object.fromEntries(countries.flatMap(({ code, zones }) => (zones ? [[code, zones]] : [])))
)

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}
