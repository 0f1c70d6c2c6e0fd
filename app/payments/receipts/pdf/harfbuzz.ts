import { Blob, Buffer as HarfBuzzBuffer, ClusterLevel, Face, Font, shape } from 'harfbuzzjs'

/** One glyph as HarfBuzz places it; lengths are in units of the em. */
export interface PlacedGlyph {
  id: number
  /** Index of the first UTF-16 unit that the glyph stands for. */
  cluster: number
  xAdvance: number
  yAdvance: number
  xOffset: number
  yOffset: number
}

/** One for all fonts: shaping is synchronous, and a buffer keeps memory that no collector sees. */
const buffer = new HarfBuzzBuffer()

/**
 * Opens a TrueType file for HarfBuzz. The function that comes back shapes a
 * text of one script, left to right, into glyphs in the order of drawing.
 */
export function harfBuzz(sfnt: Uint8Array): (text: string) => PlacedGlyph[] {
  const font = new Font(new Face(new Blob(sfnt)))
  return (text) => {
    buffer.reset()
    buffer.setClusterLevel(ClusterLevel.CHARACTERS)
    /** Without it the server's own locale would choose the forms of letters. */
    buffer.setLanguage('und')
    buffer.addText(text)
    buffer.guessSegmentProperties()
    shape(font, buffer)

    const positions = buffer.getGlyphPositions()
    return buffer.getGlyphInfos().map(({ codepoint: id, cluster }, index) => {
      const { xAdvance = 0, yAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {}
      return { id, cluster, xAdvance, yAdvance, xOffset, yOffset }
    })
  }
}
