/** The part of fontkit, which reads and subsets fonts for pdfkit, that we use directly. */
declare module 'fontkit' {
  export interface Glyph {
    id: number
    name?: string
    advanceWidth: number
    /** What a reader copies for it. */
    codePoints: number[]
  }

  export interface Shaped {
    glyphs: Glyph[]
    /** In units of the em. */
    positions: { xAdvance: number; yAdvance: number; xOffset: number; yOffset: number }[]
    readonly advanceWidth: number
  }

  export interface Font {
    readonly unitsPerEm: number
    readonly characterSet: number[]
    hasGlyphForCodePoint(codePoint: number): boolean
    glyphForCodePoint(codePoint: number): Glyph
    getGlyph(id: number): Glyph
    layout(text: string): Shaped
  }

  export function create(octets: Uint8Array): Font
}

/** pdfkit takes an opened font, too (PDFFontFactory.open), which its types do not say. */
declare namespace PDFKit.Mixins {
  interface PDFFont {
    font(opened: import('fontkit').Font, family: string): this
  }
}
