import { Refusal } from './refusals.js'

const WALLET = /^01[3-9]\d{8}$/
const DEFAULT_BALANCE_POISHA = 25_000_00

/** bKash's own sandbox wallets that always fail (bkash-pgw.vercel.app/docs). */
const EMPTY_WALLET = '01823074817'
const BLOCKED_WALLET = '01823074818'

/** What customers have. Every well-formed number has a wallet; money is in poisha. */
export class Wallets {
  readonly #balances = new Map<string, number>([[EMPTY_WALLET, 0]])

  balance(number: string): number {
    return this.#balances.get(number) ?? DEFAULT_BALANCE_POISHA
  }

  setBalance(number: string, poisha: number): void {
    this.#balances.set(number, poisha)
  }

  /** @throws Refusal 2037 for a wallet that may not pay, 2023 for one that has too little. */
  debit(number: string, poisha: number): void {
    if (number === BLOCKED_WALLET) throw new Refusal('2037')
    if (this.balance(number) < poisha) throw new Refusal('2023')
    this.#balances.set(number, this.balance(number) - poisha)
  }

  credit(number: string, poisha: number): void {
    this.#balances.set(number, this.balance(number) + poisha)
  }
}

/** `01712345678` out of any usual spelling of a Bangladeshi mobile number. */
export function parseWallet(spelling: string): string | undefined {
  const digits = spelling.replace(/[\s()+-]/g, '').replace(/^880/, '0')
  return WALLET.test(digits) ? digits : undefined
}
