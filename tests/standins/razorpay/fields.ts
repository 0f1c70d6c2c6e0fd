import { isRecord, type JsonRecord } from '../kit/guards.js'
import { Refusal, required } from './refusals.js'

/** Paise of one rupee: no order and no refund is smaller. */
const LEAST_MINOR = 100
const MOST_NOTES = 15
const LONGEST_NOTE = 256
const LONGEST_RECEIPT = 40

/** Minor units as a JSON integer; a text of digits is none. @throws Refusal */
export function parseAmount(body: JsonRecord): number {
  const { amount } = body
  if (amount === undefined || amount === null) throw required('amount')
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount)) {
    throw new Refusal('The amount must be an integer.', 'amount')
  }
  if (amount < LEAST_MINOR) throw new Refusal('The amount must be at least INR 1.00', 'amount')
  return amount
}

/** @throws Refusal */
export function parseCurrency(body: JsonRecord): string {
  const { currency } = body
  if (currency === undefined) throw required('currency')
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) {
    throw new Refusal('Currency is not supported', 'currency')
  }
  return currency
}

/** At most 40 characters. @throws Refusal */
export function parseReceipt(body: JsonRecord): string | null {
  const { receipt = null } = body
  if (receipt === null) return null
  if (typeof receipt !== 'string') throw new Refusal('The receipt must be a string.', 'receipt')
  if (receipt.length > LONGEST_RECEIPT) {
    throw new Refusal('The receipt may not be greater than 40 characters.', 'receipt')
  }
  return receipt
}

/** At most 15 pairs of at most 256 characters. @throws Refusal */
export function parseNotes(body: JsonRecord): Record<string, string> {
  const { notes = {} } = body
  if (!isRecord(notes) || Object.keys(notes).length > MOST_NOTES) {
    throw new Refusal('The notes must be an object of at most 15 keys.', 'notes')
  }
  const pairs = Object.entries(notes).map(([key, value]): [string, string] => {
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
    if (text === undefined || text.length > LONGEST_NOTE) {
      throw new Refusal('A note may not be greater than 256 characters.', 'notes')
    }
    return [key, text]
  })
  return Object.fromEntries(pairs)
}
