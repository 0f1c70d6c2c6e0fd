import { Money } from '#core/money'
import { InvalidMoney } from '#core/money_errors'

/** Providers write codes and texts as strings and as numbers. Empty for everything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}

/** A sentence of the provider's, for the operator's log. */
export function wordsOf(value: unknown): string {
  return textOf(value).slice(0, 200)
}

/** A message's id at the provider. Absent, empty and zero ids mean that there is none. */
export function idOf(value: unknown): string | undefined {
  const text = textOf(value)
  return /^[\w.:-]{1,128}$/.test(text) && text !== '0' ? text : undefined
}

/**
 * A balance such as 123.45, "123.4567" or "-3.20". More decimals than the currency has are cut
 * off, and an account in debt reads as empty: nothing can be sent from either.
 *
 * @returns null when it is no amount, or of a currency we do not know
 */
export function balanceOf(value: unknown, currency: string): Money | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(textOf(value))
  if (!match) return null
  try {
    if (match[1] === '-') return Money.of(0, currency)
    const decimals = (match[3] ?? '').slice(0, decimalsOf(currency))
    return Money.parse(decimals === '' ? `${match[2]}` : `${match[2]}.${decimals}`, currency)
  } catch (error) {
    if (error instanceof InvalidMoney) return null
    throw error
  }
}

/**
 * What a provider charged, such as "0.0333" or 0.8. A price finer than the currency is rounded
 * half up: it is for the history, what counts is the provider's bill.
 *
 * @returns undefined when it is no amount, or of a currency we do not know
 */
export function costOf(value: unknown, currency: string): Money | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,12}))?$/.exec(textOf(value))
  if (!match) return undefined
  try {
    const digits = decimalsOf(currency)
    const decimals = (match[2] ?? '').padEnd(digits + 1, '0')
    const minor = Number(`${match[1]}${decimals.slice(0, digits)}`)
    return Money.of(minor + (Number(decimals[digits]) >= 5 ? 1 : 0), currency)
  } catch (error) {
    if (error instanceof InvalidMoney) return undefined
    throw error
  }
}

/** How many decimals the currency has. @throws InvalidMoney */
function decimalsOf(currency: string): number {
  return Money.of(0, currency).toDecimal().split('.')[1]?.length ?? 0
}
