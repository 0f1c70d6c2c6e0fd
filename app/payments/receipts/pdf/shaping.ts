import type { Font, Shaped } from 'fontkit'
import { charactersByGlyph, glyphTexts } from '#payments/receipts/pdf/glyph_text'
import { harfBuzz } from '#payments/receipts/pdf/harfbuzz'

/** Words; a receipt has about eighty, most of them labels. */
const ENOUGH = 4000

/** ো and ৌ are drawn as two signs around their consonant, and copied as these. */
const TWO_SIGNS = /[\u09cb\u09cc]/g

/**
 * A font whose text HarfBuzz shapes: fontkit knows no mark filtering sets
 * (OpenType GSUB and GPOS), by which Noto Sans Bengali joins ক্ক and makes room
 * for ক্ত. It remembers what it has shaped: that is most of the work of a page,
 * and most words stand on the next one too.
 *
 * @param sfnt the TrueType file of the font
 * @throws RangeError for a font that is not drawn in thousandths of the em: pdfkit
 *   scales a shape in place, and a remembered one would be scaled again
 */
export function withShaping(font: Font, sfnt: Uint8Array): Font {
  if (font.unitsPerEm !== 1000) throw new RangeError('Only fonts of 1000 units an em are taken')
  const place = harfBuzz(sfnt)
  const characters = charactersByGlyph(font)
  const known = new Map<string, Shaped>()

  const shape = (asked: string): Shaped => {
    const text = asked.replace(TWO_SIGNS, (sign) => sign.normalize('NFD'))
    const placed = place(text)
    const texts = glyphTexts(text, placed, font, characters)
    return {
      glyphs: placed.map(({ id }, index) => ({
        id,
        advanceWidth: font.getGlyph(id).advanceWidth,
        codePoints: texts[index] ?? [],
      })),
      positions: placed.map(({ id, cluster, ...position }) => position),
      advanceWidth: placed.reduce((sum, { xAdvance }) => sum + xAdvance, 0),
    }
  }

  font.layout = (text) => {
    const before = known.get(text)
    if (before) return before
    const shaped = shape(text)
    if (known.size >= ENOUGH) known.clear()
    known.set(text, shaped)
    return shaped
  }
  return font
}
