/** LIKE patterns of what somebody typed, in which signs that mean something to LIKE are signs like others. */

export function containing(text: string): string {
  return `%${escaped(text)}%`
}

export function beginningWith(text: string): string {
  return `${escaped(text)}%`
}

function escaped(text: string): string {
  return text.replace(/[%_\\]/g, String.raw`\$&`)
}
