import type { Font } from 'fontkit'
import type { PlacedGlyph } from '#payments/receipts/pdf/harfbuzz'

/**
 * What a reader copies for each glyph of a shaped text, as code points. A PDF
 * has one answer per glyph, wherever it stands: so a glyph that is a character
 * of its own is always that one, and of the pieces that make up the same
 * characters only one tells them, the one that is named after them.
 */
export function glyphTexts(
  text: string,
  glyphs: PlacedGlyph[],
  font: Font,
  characters: Map<number, number>
): number[][] {
  const starts = [...new Set(glyphs.map(({ cluster }) => cluster))].sort((a, b) => a - b)
  const tellers = new Map<number, PlacedGlyph>()
  for (const glyph of glyphs) {
    const { id, cluster } = glyph
    const named = font.getGlyph(id).name?.startsWith(uniName(text.codePointAt(cluster) ?? 0))
    if (named || !tellers.has(cluster)) tellers.set(cluster, glyph)
  }

  return glyphs.map((glyph) => {
    const { id, cluster } = glyph
    const character = characters.get(id)
    if (character !== undefined) return [character]
    if (tellers.get(cluster) !== glyph) return []
    return codePoints(text.slice(cluster, starts[starts.indexOf(cluster) + 1]))
  })
}

/** The characters that a font has a glyph for, by that glyph; the lowest of several. */
export function charactersByGlyph(font: Font): Map<number, number> {
  const characters = new Map<number, number>()
  for (const character of [...font.characterSet].sort((a, b) => b - a)) {
    characters.set(font.glyphForCodePoint(character).id, character)
  }
  return characters
}

/** The start of the name of a glyph for a character (Adobe Glyph List specification, §2). */
function uniName(codePoint: number): string {
  return `uni${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
}

function codePoints(text: string): number[] {
  return Array.from(text, (each) => each.codePointAt(0) ?? 0)
}
