export interface Country {
  code: string
  name: string
  currency: string
  timezone: string
  /** All of them, where there are several. */
  zones?: readonly string[]
  locale: string
}

/** Where ISPs can sign up; currency, zone and language follow the country. */
export const countries: readonly Country[] = [
  { code: 'BD', name: 'Bangladesh', currency: 'BDT', timezone: 'Asia/Dhaka', locale: 'en' },
  { code: 'GH', name: 'Ghana', currency: 'GHS', timezone: 'Africa/Accra', locale: 'en' },
  { code: 'IN', name: 'India', currency: 'INR', timezone: 'Asia/Kolkata', locale: 'en' },
  {
    code: 'ID',
    name: 'Indonesia',
    currency: 'IDR',
    timezone: 'Asia/Jakarta',
    zones: ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'],
    locale: 'en',
  },
  { code: 'KE', name: 'Kenya', currency: 'KES', timezone: 'Africa/Nairobi', locale: 'en' },
  { code: 'NP', name: 'Nepal', currency: 'NPR', timezone: 'Asia/Kathmandu', locale: 'en' },
  { code: 'NG', name: 'Nigeria', currency: 'NGN', timezone: 'Africa/Lagos', locale: 'en' },
  { code: 'PK', name: 'Pakistan', currency: 'PKR', timezone: 'Asia/Karachi', locale: 'en' },
  { code: 'RW', name: 'Rwanda', currency: 'RWF', timezone: 'Africa/Kigali', locale: 'en' },
  {
    code: 'ZA',
    name: 'South Africa',
    currency: 'ZAR',
    timezone: 'Africa/Johannesburg',
    locale: 'en',
  },
  { code: 'LK', name: 'Sri Lanka', currency: 'LKR', timezone: 'Asia/Colombo', locale: 'en' },
  { code: 'TZ', name: 'Tanzania', currency: 'TZS', timezone: 'Africa/Dar_es_Salaam', locale: 'en' },
  { code: 'UG', name: 'Uganda', currency: 'UGX', timezone: 'Africa/Kampala', locale: 'en' },
]

export function countryByCode(code: string): Country | undefined {
  return countries.find((country) => country.code === code)
}
