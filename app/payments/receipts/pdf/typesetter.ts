import type PDFDocument from 'pdfkit'
import { characters, textRuns, type TextRun } from '#payments/receipts/pdf/text_runs'
import type { Weight } from '#payments/receipts/pdf/typefaces'

/** Points, as everything on a page. */
export interface Type {
  size: number
  weight?: Weight
  color?: string
  align?: 'left' | 'center' | 'right'
  /** More lines than this are cut, with an ellipsis. */
  maxLines?: number
}

/** Bangla reaches lower and its marks higher than Latin: both fit into a line of this height. */
const LINE_HEIGHT = 1.45
const BASELINE = 1.06
const ELLIPSIS = '…'

/**
 * Sets text of several scripts, which pdfkit alone cannot: it draws one face at
 * a time. Lines are broken here, and all faces of a line stand on one baseline.
 */
export class Typesetter {
  /** Every text is measured before it is drawn, and lines word by word. */
  readonly #runs = new Map<string, TextRun[]>()

  constructor(readonly doc: InstanceType<typeof PDFDocument>) {}

  /** The width of a text in one line. */
  width(text: string, { size, weight = 'regular' }: Type): number {
    return this.#split(text, weight).reduce((sum, run) => {
      this.doc.font(run.face.font, run.face.name).fontSize(size)
      return sum + this.doc.widthOfString(run.text)
    }, 0)
  }

  /** The text in lines no wider than `width`; words break only where they fit no line. */
  lines(text: string, type: Type, width: number): string[] {
    const lines: string[] = []
    let line = ''
    for (const word of text.split(' ').flatMap((each) => this.#pieces(each, type, width))) {
      const longer = line ? `${line} ${word}` : word
      if (this.width(longer, type) <= width || !line) line = longer
      else {
        lines.push(line)
        line = word
      }
    }
    if (line) lines.push(line)
    return this.#cut(lines, type, width)
  }

  height(text: string, type: Type, width: number): number {
    return this.lines(text, type, width).length * this.lineHeight(type)
  }

  lineHeight({ size }: Type): number {
    return size * LINE_HEIGHT
  }

  /** Draws below `y`. @returns the height that was used */
  write(text: string, x: number, y: number, width: number, type: Type): number {
    const lines = this.lines(text, type, width)
    for (const [index, line] of lines.entries()) {
      this.#line(line, x, y + index * this.lineHeight(type), width, type)
    }
    return lines.length * this.lineHeight(type)
  }

  #line(text: string, x: number, y: number, width: number, type: Type): void {
    const { size, weight = 'regular', color = '#111827', align = 'left' } = type
    const room = align === 'left' ? 0 : width - this.width(text, type)
    let at = x + (align === 'center' ? room / 2 : room)
    this.doc.fillColor(color)
    for (const { face, text: part } of this.#split(text, weight)) {
      this.doc.font(face.font, face.name).fontSize(size)
      this.doc.text(part, at, y + size * BASELINE, { lineBreak: false, baseline: 'alphabetic' })
      at += this.doc.widthOfString(part)
    }
  }

  #split(text: string, weight: Weight): TextRun[] {
    const key = `${weight} ${text}`
    const runs = this.#runs.get(key) ?? textRuns(text, weight)
    this.#runs.set(key, runs)
    return runs
  }

  #pieces(word: string, type: Type, width: number): string[] {
    if (this.width(word, type) <= width) return [word]
    const pieces: string[] = []
    let piece = ''
    for (const character of characters(word)) {
      if (piece && this.width(piece + character, type) > width) {
        pieces.push(piece)
        piece = character
      } else piece += character
    }
    return [...pieces, piece]
  }

  #cut(lines: string[], type: Type, width: number): string[] {
    const { maxLines = lines.length } = type
    if (lines.length <= maxLines) return lines
    const kept = lines.slice(0, maxLines)
    const last = characters(kept.pop() ?? '')
    while (last.length > 0 && this.width(last.join('').trimEnd() + ELLIPSIS, type) > width) {
      last.pop()
    }
    return [...kept, last.join('').trimEnd() + ELLIPSIS]
  }
}
