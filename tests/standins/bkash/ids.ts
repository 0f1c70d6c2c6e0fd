import { createHmac, randomBytes } from 'node:crypto'

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

function pick(alphabet: string, length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('')
}

/** `TR`, the mode, some letters, and the time in milliseconds. */
export function newPaymentId(mode: '0000' | '0001' | '0011', epochMs: number): string {
  return `TR${mode}${pick(LETTERS, 8)}${epochMs}`
}

/** The merchant's name, some capitals, the time: `TokenizedMerchant01GDKWWXS1578809528568`. */
export function newAgreementId(merchant: string, epochMs: number): string {
  return `${merchant}${pick(CAPITALS, 8)}${epochMs}`
}

/** Ten capitals and digits, as customers read them in bKash's SMS: `6H7801QFYM`. */
export function newTransactionId(): string {
  return pick(CAPITALS, 10)
}

/** A short mark that only this stand-in can make: page hashes and callback signatures. */
export function mark(secret: string, ...parts: string[]): string {
  return createHmac('sha256', secret).update(parts.join('|')).digest('base64url').slice(0, 22)
}
