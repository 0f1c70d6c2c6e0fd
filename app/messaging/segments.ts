/** How a text travels and how many messages a customer's phone, and our bill, count. */
export interface SmsSegments {
  encoding: 'GSM-7' | 'UCS-2'
  /** The text of each message; together they are the text. */
  parts: readonly string[]
  /** Septets (GSM-7) or 16-bit units (UCS-2) of the whole text. */
  units: number
  /** Units that still fit without paying for one more message. */
  unitsLeft: number
}

/** 3GPP TS 23.038 §6.2.1, the default alphabet: one septet each. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
)

/** 3GPP TS 23.038 §6.2.1.1, its extension: an escape and a septet, so two. */
const EXTENSION = new Set('\f^{}\\[~]|€')

/** What fits one message, and each of several: those carry a header that joins them. */
const LIMITS = {
  'GSM-7': { single: 160, each: 153 },
  'UCS-2': { single: 70, each: 67 },
} as const

/**
 * Splits a text as a phone network does. A character is never cut in two: neither
 * an escape from what it escapes nor a surrogate pair, so a part may stay short.
 */
export function segmentsOf(text: string): SmsSegments {
  const characters = [...text]
  const encoding = characters.every(isGsm7) ? 'GSM-7' : 'UCS-2'
  const cost = encoding === 'GSM-7' ? septets : (character: string) => character.length
  const { single, each } = LIMITS[encoding]
  const units = characters.reduce((sum, character) => sum + cost(character), 0)

  if (units <= single) {
    const parts = text === '' ? [] : [text]
    return { encoding, parts, units, unitsLeft: single - units }
  }

  const parts: string[] = []
  let room = 0
  for (const character of characters) {
    if (room < cost(character)) {
      parts.push('')
      room = each
    }
    parts[parts.length - 1] += character
    room -= cost(character)
  }
  return { encoding, parts, units, unitsLeft: room }
}

/** How many messages a text is billed as. */
export function countSegments(text: string): number {
  return segmentsOf(text).parts.length
}

/** The characters, each once, that keep a text from being sent as GSM-7. */
export function charactersBeyondGsm7(text: string): string[] {
  return [...new Set(text)].filter((character) => !isGsm7(character))
}

function isGsm7(character: string): boolean {
  return BASIC.has(character) || EXTENSION.has(character)
}

function septets(character: string): number {
  return EXTENSION.has(character) ? 2 : 1
}
