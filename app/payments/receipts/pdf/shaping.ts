import type { Font, Shaped } from 'fontkit'
import { widenHeadlines } from '#payments/receipts/pdf/widen_headlines'

/** Words; a receipt has about eighty, most of them labels. */
const ENOUGH = 4000

/**
 * A font that shapes Bangla as it should, and remembers what it has shaped:
 * that is most of the work of a page, and most words stand on the next one too.
 *
 * @throws RangeError for a font that is not drawn in thousandths of the em: pdfkit
 *   scales a shape in place, and a remembered one would be scaled again
 */
export function withShaping(font: Font): Font {
  if (font.unitsPerEm !== 1000) throw new RangeError('Only fonts of 1000 units an em are taken')
  const shape = font.layout.bind(font)
  const known = new Map<string, Shaped>()

  font.layout = (text, features) => {
    if (features) return widenHeadlines(shape(text, features))
    const before = known.get(text)
    if (before) return before
    const shaped = widenHeadlines(shape(text))
    if (known.size >= ENOUGH) known.clear()
    known.set(text, shaped)
    return shaped
  }
  return font
}
