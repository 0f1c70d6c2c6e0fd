import { typefaces, type Typeface, type Weight } from '#payments/receipts/pdf/typefaces'

/** A stretch of text that one face can draw and shape as a whole. */
export interface TextRun {
  face: Typeface
  text: string
}

const PLAIN = /^[\x20-\x7e]*$/
/** What joins or selects glyphs and has none of its own: it stays with its neighbours. */
const INVISIBLE = /^[\u034f\u200c\u200d\ufe00-\ufe0f]$/
/** Stands for a character that no face has. */
const UNKNOWN = '\ufffd'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The characters a person sees, each with its marks. */
export function characters(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment)
}

/** One line without control characters, which move the print head, or the reader's eye (bidi). */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/**
 * Splits a line by the faces that can draw it. A character stays with the run
 * before it where that face has it, so that spaces and figures break no word;
 * a character is never torn from its marks, which would undo the shaping.
 */
export function textRuns(text: string, weight: Weight): TextRun[] {
  const runs: TextRun[] = []
  if (PLAIN.test(text)) {
    const face = faceFor(text, weight)
    return text && face ? [{ face, text }] : []
  }

  for (const character of characters(text)) append(runs, character, weight)
  return runs
}

function append(runs: TextRun[], character: string, weight: Weight): void {
  const last = runs.at(-1)
  if (last && draws(last.face, character)) {
    last.text += character
    return
  }
  const face = faceFor(character, weight)
  if (face) {
    runs.push({ face, text: character })
    return
  }
  /** A mark of another script than its letter's; what is a single one after all, nobody has. */
  const parts = [...character]
  if (parts.length > 1) for (const part of parts) append(runs, part, weight)
  else append(runs, UNKNOWN, weight)
}

function faceFor(text: string, weight: Weight): Typeface | null {
  for (const face of typefaces(weight)) if (draws(face, text)) return face
  return null
}

function draws({ font }: Typeface, text: string): boolean {
  for (const each of text) {
    if (!INVISIBLE.test(each) && !font.hasGlyphForCodePoint(each.codePointAt(0) ?? 0)) return false
  }
  return true
}
