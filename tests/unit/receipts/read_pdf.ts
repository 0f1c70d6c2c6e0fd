import { inflateSync } from 'node:zlib'

export interface ReadPage {
  /** Points. */
  width: number
  height: number
  /** What a reader could copy: pieces of text in the order in which they were drawn. */
  text: string
  /** The operators that draw it, as they were written. */
  content: string
}

interface PdfObject {
  head: string
  stream: string
}

/**
 * Reads back a document of pdfkit's: pages, their sizes, and their text by each
 * font's ToUnicode map. Knows no more of PDF than pdfkit writes (no object streams).
 *
 * @throws when it is no such document
 */
export function readPdf(octets: Buffer): { pages: ReadPage[]; info: string } {
  const source = octets.toString('latin1')
  if (!source.startsWith('%PDF-') || !source.trimEnd().endsWith('%%EOF'))
    throw new Error('This is no whole PDF')

  const objects = new Map<number, PdfObject>()
  for (const [, id, body = ''] of source.matchAll(/\n(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    objects.set(Number(id), objectOf(body))
  }
  const pages = [...objects.values()]
    .filter(({ head }) => /\/Type \/Page\b/.test(head))
    .map((page) => pageOf(page, objects))
  const info = [...objects.values()].find(({ head }) => head.includes('/Creator'))?.head ?? ''
  return { pages, info }
}

function objectOf(body: string): PdfObject {
  const [head = '', rest] = body.split('\nstream\n')
  if (rest === undefined) return { head, stream: '' }
  const raw = Buffer.from(rest.replace(/\nendstream[\s\S]*$/, ''), 'latin1')
  return { head, stream: head.includes('/FlateDecode') ? inflateSync(raw).toString('latin1') : '' }
}

function pageOf({ head }: PdfObject, objects: Map<number, PdfObject>): ReadPage {
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(head) ?? []
  const find = (key: string, from: string) =>
    objects.get(Number(new RegExp(`/${key} (\\d+) 0 R`).exec(from)?.[1]))
  const resources = find('Resources', head)?.head ?? head
  const maps = new Map(
    [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id]) => [
      name,
      unicodeMap(find('ToUnicode', objects.get(Number(id))?.head ?? '')?.stream ?? ''),
    ])
  )
  const content = find('Contents', head)?.stream ?? ''
  return {
    width: Number(width),
    height: Number(height),
    text: textOf(content, maps),
    content,
  }
}

/** Glyph id to text, by the list of the only range that pdfkit writes per 256 glyphs. */
function unicodeMap(cmap: string): string[] {
  return [...cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)].flatMap(
    ([, , list = '']) =>
      [...list.matchAll(/<([0-9a-f ]*)>/gi)].map(([, hex = '']) =>
        Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le')
      )
  )
}

function textOf(content: string, maps: Map<string, string[]>): string {
  const pieces: string[] = []
  let map: string[] = []
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font) map = maps.get(font) ?? []
    else if (shown) {
      const glyphs = [...shown.matchAll(/<([0-9a-f]+)>/gi)].flatMap(
        ([, hex = '']) => hex.match(/.{4}/g) ?? []
      )
      pieces.push(glyphs.map((glyph) => map[Number.parseInt(glyph, 16)] ?? '\ufffd').join(''))
    }
  }
  return pieces.join('|')
}
