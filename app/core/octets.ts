import { numberFormat } from '#core/number_format'
/** A count of octets. A bigint, since counters of the RADIUS world reach 2^64. */
export type Octets = bigint & { readonly __brand: 'Octets' }

const WORD = 2n ** 32n
const UNITS: ReadonlyArray<[string, bigint]> = [
  ['TB', 1024n ** 4n],
  ['GB', 1024n ** 3n],
  ['MB', 1024n ** 2n],
  ['KB', 1024n],
]

/** @throws RangeError for a negative count */
export function octets(count: bigint | number | string): Octets {
  const value = BigInt(count)
  if (value < 0n) throw new RangeError('Octets are never negative')
  return value as Octets
}

export const megabytes = (count: number): Octets => octets(BigInt(count) * 1024n ** 2n)
export const gigabytes = (count: number): Octets => octets(BigInt(count) * 1024n ** 3n)

/**
 * Mikrotik-Total-Limit is a 32-bit word; what exceeds it goes into
 * Mikrotik-Total-Limit-Gigawords (vendor 14988, attributes 17 and 18).
 */
export function splitGigawords(total: Octets): { limit: bigint; gigawords: bigint } {
  return { limit: total % WORD, gigawords: total / WORD }
}

/** For people: "2 GB", "1.5 GB", "512 MB" (1 GB = 1024³ octets, as the packages are sold). */
export function formatOctets(total: Octets, locale = 'en'): string {
  const [unit, size] = UNITS.find(([, unitSize]) => total >= unitSize) ?? ['B', 1n]
  const value = Number((total * 10n) / size) / 10
  return `${numberFormat(locale, { useGrouping: false }).format(value)} ${unit}`
}
