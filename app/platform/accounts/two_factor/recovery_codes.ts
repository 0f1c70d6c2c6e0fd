import { createHash, randomBytes } from 'node:crypto'

const COUNT = 10

/** RFC 4648 §6 in small letters; none of them is taken for a digit. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'
const LETTERS_EACH = 16

/** Ten codes of 80 bits, four letters a group. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () =>
    [...randomBytes(LETTERS_EACH)]
      .map((byte) => LETTERS[byte % LETTERS.length])
      .join('')
      .replace(/.{4}(?=.)/g, '$&-')
  )
}

/** However it was typed. 80 random bits need no slow hash. */
export function recoveryCodeHash(typed: string): string {
  const letters = typed.toLowerCase().replace(/[^a-z2-7]/g, '')
  return createHash('sha256').update(letters).digest('hex')
}
