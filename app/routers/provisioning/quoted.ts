/**
 * A RouterOS string literal. Inside double quotes a backslash, a quote and a
 * dollar sign would mean something; control characters cannot be pasted at all.
 *
 * @throws RangeError for control characters
 */
export function quoted(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new RangeError('A RouterOS string cannot hold control characters')
  return `"${text.replace(/["\\$]/g, '\\$&')}"`
}
