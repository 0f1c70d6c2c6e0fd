import { countSegments } from '#messaging/segments'
import type { SmsEvent } from '#messaging/templates'
import { fillIn, placeholdersIn } from '#messaging/texts/fill_in'
import { OCCASIONS } from '#messaging/texts/occasions'

/** More parts than this cost more than any of these texts is worth, and phones join them badly. */
export const MOST_PARTS = 6

export type TextFault =
  | { fault: 'unknown'; names: string[] }
  | { fault: 'missing'; names: string[] }
  | { fault: 'too_long'; parts: number }

/** Why a text cannot be an event's, or null. @param examples that fill in the placeholders */
export function faultOf(
  event: SmsEvent,
  text: string,
  examples: Readonly<Record<string, string>>
): TextFault | null {
  const known: readonly string[] = OCCASIONS[event].placeholders
  const used = placeholdersIn(text)
  const unknown = used.filter((name) => !known.includes(name))
  if (unknown.length > 0) return { fault: 'unknown', names: unknown }

  const missing = OCCASIONS[event].required.filter((name) => !used.includes(name))
  if (missing.length > 0) return { fault: 'missing', names: missing }

  const parts = countSegments(fillIn(text, examples))
  return parts > MOST_PARTS ? { fault: 'too_long', parts } : null
}
