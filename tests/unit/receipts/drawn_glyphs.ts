import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import { Typesetter } from '#payments/receipts/pdf/typesetter'

export interface Pen {
  x: number
  y: number
}

const HEIGHT = 3000
/** At this size a point of the page is a unit of the font. */
const SIZE = 1000

/** Where the glyphs of a text stand in a PDF, in units of the font from the start of its line. */
export async function drawnAt(text: string): Promise<Pen[]> {
  const doc = new PDFDocument({ size: [20_000, HEIGHT], margin: 0, compress: false })
  const octets = buffer(doc)
  new Typesetter(doc).write(text, 0, 0, 20_000, { size: SIZE })
  doc.end()
  return pens((await octets).toString('latin1'))
}

/** The same of a shape as hb-shape writes it. */
export function pensOf(shaped: string): Pen[] {
  let pen = 0
  return shaped.split('|').map((glyph) => {
    const [, x = '0', y = '0', advance] = /(?:@(-?\d+),(-?\d+))?\+(\d+)$/.exec(glyph) ?? []
    const at = { x: pen + Number(x), y: Number(y) }
    pen += Number(advance)
    return at
  })
}

/** Follows Tm and TJ (PDF 32000-1, 9.4.2 and 9.4.3) of the one font of a document. */
function pens(source: string): Pen[] {
  const widths = /\/W \[0 \[([^\]]*)\]/.exec(source)?.[1]?.split(' ').map(Number) ?? []
  const found: Pen[] = []
  let pen = { x: 0, y: 0 }
  for (const [, x, y, shown] of source.matchAll(
    /1 0 0 1 (-?[\d.]+) (-?[\d.]+) Tm|\[(<[^\]]*)\] TJ/g
  )) {
    if (shown === undefined) pen = { x: Number(x), y: Number(y) }
    else {
      for (const [, hex, back] of shown.matchAll(/<([0-9a-f]+)>|(-?[\d.]+)/gi)) {
        if (hex === undefined) pen = { ...pen, x: pen.x - Number(back) }
        for (const id of hex?.match(/.{4}/g) ?? []) {
          found.push(pen)
          pen = { ...pen, x: pen.x + (widths[Number.parseInt(id, 16)] ?? Number.NaN) }
        }
      }
    }
  }
  const [start] = found
  return found.map(({ x, y }) => ({ x, y: y - (start?.y ?? 0) }))
}
