import { Money } from '#core/money'

/** What goes out is negative in a report. The figures are the amount's, the sign stands before. */
export function signedDecimal(minor: number, currency: string): string {
  return `${minor < 0 ? '-' : ''}${Money.of(Math.abs(minor), currency).toDecimal()}`
}

/** For people: "−৳30". */
export function signedMoney(minor: number, currency: string, locale = 'en'): string {
  return `${minor < 0 ? '−' : ''}${Money.of(Math.abs(minor), currency).format(locale)}`
}
