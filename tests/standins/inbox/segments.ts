/** GSM 03.38's basic table: one septet each. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
)
/** Its extension table: an escape and the character, two septets. */
const EXTENSION = new Set('\f^{}\\[~]|€')

export type Encoding = 'GSM-7' | 'UCS-2'

export interface SplitText {
  encoding: Encoding
  /** The text each part carries; one part when it fits into a single message. */
  parts: string[]
}

const CAPACITY = {
  'GSM-7': { single: 160, part: 153 },
  'UCS-2': { single: 70, part: 67 },
}

/** How the network carries a text: 160/153 septets, or 70/67 UTF-16 units (3GPP 23.038/23.040). */
export function splitIntoSegments(text: string): SplitText {
  const characters = [...text]
  const encoding = characters.every((one) => BASIC.has(one) || EXTENSION.has(one))
    ? 'GSM-7'
    : 'UCS-2'
  const { single, part } = CAPACITY[encoding]
  const total = characters.reduce((sum, one) => sum + weight(one, encoding), 0)
  if (total <= single) return { encoding, parts: [text] }

  const parts: string[] = []
  let current = ''
  let used = 0
  for (const character of characters) {
    // An escaped pair or a surrogate pair is never torn apart between two parts.
    if (used + weight(character, encoding) > part) {
      parts.push(current)
      current = ''
      used = 0
    }
    current += character
    used += weight(character, encoding)
  }
  parts.push(current)
  return { encoding, parts }
}

function weight(character: string, encoding: Encoding): number {
  if (encoding === 'UCS-2') return character.length
  return EXTENSION.has(character) ? 2 : 1
}
