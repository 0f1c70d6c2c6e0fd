import { numberFormat } from '#core/number_format'
import { InvalidMoney } from './money_errors.js'

/**
 * Currencies we know the minor unit of (ISO 4217 exponent). A currency that is
 * not listed is refused, because guessing an exponent moves money by 100×.
 */
const MINOR_DIGITS: Record<string, number> = {
  BDT: 2,
  INR: 2,
  KES: 2,
  USD: 2,
  EUR: 2,
  GBP: 2,
  NPR: 2,
  LKR: 2,
  PKR: 2,
  TZS: 2,
  NGN: 2,
  GHS: 2,
  ZAR: 2,
  AED: 2,
  AUD: 2,
  CAD: 2,
  ETB: 2,
  IDR: 2,
  MVR: 2,
  MYR: 2,
  PHP: 2,
  SAR: 2,
  SGD: 2,
  THB: 2,
  ZMW: 2,
  JPY: 0,
  KRW: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  XAF: 0,
  XOF: 0,
  BHD: 3,
  JOD: 3,
  KWD: 3,
  OMR: 3,
  TND: 3,
}

export const knownCurrencies = Object.keys(MINOR_DIGITS)

const DECIMAL = /^(\d+)(?:\.(\d+))?$/

/**
 * An amount in integer minor units of one currency (poisha, paisa, cents).
 * Amounts of different currencies cannot be added or compared.
 */
export class Money {
  private constructor(
    readonly minor: number,
    readonly currency: string
  ) {}

  /**
   * @param minor integer minor units, 0 or more
   * @throws InvalidMoney for fractions, negatives, unsafe integers and unknown currencies
   */
  static of(minor: number, currency: string): Money {
    minorDigits(currency)
    if (!Number.isSafeInteger(minor) || minor < 0) {
      throw new InvalidMoney(`${minor} is not a whole number of ${currency} minor units`)
    }
    return new Money(minor, currency)
  }

  /**
   * Reads a decimal amount as gateways write it: "50.55", "6000.0000", 21.
   * Digits beyond the currency's minor unit must be zeros.
   *
   * @throws InvalidMoney when the text is not such an amount
   */
  static parse(decimal: string | number, currency: string): Money {
    const digits = minorDigits(currency)
    const match = DECIMAL.exec(String(decimal).trim())
    if (!match) throw new InvalidMoney(`"${String(decimal).slice(0, 40)}" is not an amount`)

    const fraction = match[2] ?? ''
    if (/[1-9]/.test(fraction.slice(digits))) {
      throw new InvalidMoney(`${currency} has ${digits} decimals, "${decimal}" has more`)
    }

    const minor = Number(`${match[1]}${fraction.slice(0, digits).padEnd(digits, '0')}`)
    return Money.of(minor, currency)
  }

  /** The amount as a decimal string with the currency's full number of decimals. */
  toDecimal(): string {
    const digits = minorDigits(this.currency)
    const text = String(this.minor).padStart(digits + 1, '0')
    return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  }

  plus(other: Money): Money {
    if (other.currency !== this.currency) {
      throw new InvalidMoney(`${other.currency} cannot be added to ${this.currency}`)
    }
    return Money.of(this.minor + other.minor, this.currency)
  }

  equals(other: Money): boolean {
    return this.minor === other.minor && this.currency === other.currency
  }

  get isZero(): boolean {
    return this.minor === 0
  }

  /**
   * For people: "৳30", "৳৩০.৫০", decimals only when there are any. The sign
   * stands in front in every language, as shops write it. Intl is told how
   * many decimals: for some currencies (PKR) it would round ours away.
   */
  format(locale = 'en'): string {
    const digits = minorDigits(this.currency)
    const parts = numberFormat(locale, {
      style: 'currency',
      currency: this.currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      trailingZeroDisplay: 'stripIfInteger',
    }).formatToParts(Number(this.toDecimal()))

    const of = (wanted: boolean) =>
      parts.filter(({ type }) => (type === 'currency') === wanted && type !== 'literal')
    return [...of(true), ...of(false)].map(({ value }) => value).join('')
  }
}

function minorDigits(currency: string): number {
  const digits = Object.hasOwn(MINOR_DIGITS, currency) ? MINOR_DIGITS[currency] : undefined
  if (digits === undefined) throw new InvalidMoney(`"${currency}" is not a currency we handle`)
  return digits
}
