import { Money } from '#core/money'

/** Whole units below which an account is low where the ISP has not said: some hundred messages. */
const UNITS: Readonly<Record<string, number>> = { USD: 5, EUR: 5, GBP: 5 }
const UNITS_ELSEWHERE = 100

/**
 * The balance below which people are warned, in the currency the provider counts in.
 *
 * @param lowAtMinor as the ISP entered it; null where it did not
 */
export function lowMark(lowAtMinor: number | null, currency: string): Money {
  return lowAtMinor === null
    ? Money.parse(UNITS[currency] ?? UNITS_ELSEWHERE, currency)
    : Money.of(lowAtMinor, currency)
}
