import { createHmac, randomBytes } from 'node:crypto'

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

function pick(alphabet: string, length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('')
}

/** `TR0011` (payment without agreement), some letters, and the time in milliseconds. */
export function newPaymentId(epochMs: number): string {
  return `TR0011${pick(LETTERS, 8)}${epochMs}`
}

/** Ten capitals and digits, as customers read them in bKash's SMS: `6H7801QFYM`. */
export function newTransactionId(): string {
  return pick(CAPITALS, 10)
}

/** A short mark that only this stand-in can make: page hashes and callback signatures. */
export function mark(secret: string, ...parts: string[]): string {
  return createHmac('sha256', secret).update(parts.join('|')).digest('base64url').slice(0, 22)
}
