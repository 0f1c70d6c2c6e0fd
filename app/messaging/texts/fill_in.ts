/** A placeholder as an operator writes it. What stands in other braces is no placeholder. */
const PLACEHOLDER = /\{([^{}\n]*)\}/g

/** Longer names are cut: an SMS is paid for by its length. */
const LONGEST_VALUE = 80

/**
 * A text with its placeholders filled in, once: what a value contains is text, even where it
 * looks like a placeholder. Unknown ones are left out.
 */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (_, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : ''
  )
}

/** The names between braces, each once, in order. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))]
}

/**
 * A name as it may stand in an SMS: one line, not endless, and no address that a phone opens
 * at a touch. Only we put links into messages.
 */
export function cleanValue(value: string): string {
  const line = value
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ')
    .replace(/[a-z][a-z\d+.-]*:\/\/|\bwww\./gi, '')
    .replace(/\s+/g, ' ')
    .trim()
  return [...line].slice(0, LONGEST_VALUE).join('')
}
