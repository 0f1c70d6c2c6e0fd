/**
 * A RouterOS string literal. Inside double quotes a backslash, a quote and a
 * dollar sign mean something; a question mark asks the v6 terminal for help even
 * there; control characters cannot be pasted at all. What is not ASCII is written
 * by its octets, as /export writes it, so that no terminal can spoil it.
 * (MikroTik manual, Scripting: Constant Escape Sequences)
 *
 * @throws RangeError for control characters and broken text (lone surrogates)
 */
export function quoted(text: string): string {
  if (/\p{Cc}|\p{Cs}/u.test(text)) {
    throw new RangeError('A RouterOS string cannot hold control characters')
  }
  const safe = text.replace(/["\\$]/g, '\\$&').replace(/\?|[^\x20-\x7e]+/gu, byOctets)
  return `"${safe}"`
}

function byOctets(text: string): string {
  return [...Buffer.from(text)]
    .map((octet) => `\\${octet.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('')
}
