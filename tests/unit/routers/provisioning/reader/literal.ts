import type { Cursor } from './cursor.js'

/** Scripting manual, "Constant Escape Sequences". */
const ESCAPES: Record<string, number> = {
  '"': 0x22,
  '\\': 0x5c,
  '$': 0x24,
  'n': 0x0a,
  'r': 0x0d,
  't': 0x09,
  '_': 0x20,
  'a': 0x07,
  'b': 0x08,
  'f': 0x0c,
  'v': 0x0b,
}

/** Reads a string in double quotes, as octets. A `$` that is not escaped would be a variable. */
export function readString(cursor: Cursor): string {
  cursor.expect('"')
  const octets: number[] = []
  for (;;) {
    const plain = cursor.take(/[^"\\$\n?]+/)
    if (plain !== undefined) octets.push(...Buffer.from(plain))
    else if (cursor.take(/"/) !== undefined) return Buffer.from(octets).toString('utf8')
    else if (cursor.char === '\\') octets.push(escape(cursor))
    else cursor.fail('a string is broken here')
  }
}

function escape(cursor: Cursor): number {
  cursor.expect('\\')
  const hex = cursor.take(/[0-9A-F]{2}/)
  if (hex !== undefined) return Number.parseInt(hex, 16)
  const code = ESCAPES[cursor.char]
  if (code === undefined) cursor.fail('no such escape sequence')
  cursor.at += 1
  return code
}
