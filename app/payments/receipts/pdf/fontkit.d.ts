/** The part of fontkit, pdfkit's shaper, that we use directly. It brings no types. */
declare module 'fontkit' {
  export interface Shaped {
    glyphs: { id: number; name?: string; advanceWidth: number }[]
    /** In units of the em. */
    positions: { xAdvance: number; xOffset: number }[]
    readonly advanceWidth: number
  }

  export interface Font {
    readonly unitsPerEm: number
    hasGlyphForCodePoint(codePoint: number): boolean
    layout(text: string, features?: unknown): Shaped
  }

  export function create(octets: Uint8Array): Font
}

/** pdfkit takes an opened font, too (PDFFontFactory.open), which its types do not say. */
declare namespace PDFKit.Mixins {
  interface PDFFont {
    font(opened: import('fontkit').Font, family: string): this
  }
}
