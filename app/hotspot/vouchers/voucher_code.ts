import { createHmac, randomInt } from 'node:crypto'
import env from '#start/env'

/**
 * No vowels, so that no code is a word; no 0/O, 1/I/L, 2/Z of the two only one,
 * and likewise 5/S, 8/B, U/V: a code is read off paper and typed by thumb.
 */
export const CODE_ALPHABET = '23456789CDFGHJKMNPQRTVWXY'
export const CODE_LENGTH = 11
const GROUPS = /^(.{4})(.{4})(.{3})$/

/** What people type for a character that looks like one of ours. */
const LOOKALIKES: Record<string, string> = { Z: '2', S: '5', B: '8', U: 'V' }

/** A new code: log2(25^11), 51 bits, of the operating system's randomness. */
export function inventCode(): string {
  return Array.from({ length: CODE_LENGTH }, () =>
    CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length))
  ).join('')
}

/** As it is printed: C7DF-H4KM-PQR. */
export function printedCode(code: string): string {
  return code.replace(GROUPS, '$1-$2-$3')
}

/** What was typed, as a code would be stored, if it is one: any case, spaces, dashes, Bangla digits. */
export function typedCode(typed: string): string {
  return typed
    .slice(0, 100)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - 0x09e6))
    .replace(/[^A-Z0-9]/g, '')
    .replace(/[ZSBU]/g, (character) => LOOKALIKES[character] ?? character)
    .slice(0, CODE_LENGTH + 1)
}

/** What a code is looked up by. Whoever reads the table cannot try codes without the key. */
export function codeHash(tenantId: number, code: string): string {
  return createHmac('sha256', env.get('APP_KEY').release())
    .update(`voucher:${tenantId}:${code}`)
    .digest('hex')
}
