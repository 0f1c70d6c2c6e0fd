import type { Font } from 'fontkit'

/** Words; a receipt has about eighty, most of them labels. */
const ENOUGH = 4000

/**
 * Shaping is most of the work of a page, and most words of a receipt stand on
 * the next one, too. pdfkit scales what it gets to 1000 units an em in place,
 * so only a font that has as many may be remembered.
 */
export function rememberLayouts(font: Font): Font {
  if (font.unitsPerEm !== 1000) return font
  const shape = font.layout.bind(font)
  const known = new Map<string, ReturnType<Font['layout']>>()

  font.layout = (text, features) => {
    if (features) return shape(text, features)
    const before = known.get(text)
    if (before) return before
    const layout = shape(text)
    if (known.size >= ENOUGH) known.clear()
    known.set(text, layout)
    return layout
  }
  return font
}
