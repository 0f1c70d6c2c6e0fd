const UNITS = 100_000

/** Prepaid money of an account, in hundred-thousandths of its currency: prices are small. */
export class Purse {
  #units = 0
  readonly #price: number

  /** @param balance and price in the account's currency, whole or broken */
  constructor(
    balance: number,
    pricePerSegment: number,
    readonly currency: string
  ) {
    this.set(balance)
    this.#price = Math.round(pricePerSegment * UNITS)
  }

  set(balance: number): void {
    this.#units = Math.round(balance * UNITS)
  }

  /** Pays for the segments, unless there is too little. */
  pay(segments: number): boolean {
    const due = segments * this.#price
    if (due > this.#units) return false
    this.#units -= due
    return true
  }

  get balance(): number {
    return this.#units / UNITS
  }

  /** What so many segments cost. */
  price(segments: number): number {
    return (segments * this.#price) / UNITS
  }
}
