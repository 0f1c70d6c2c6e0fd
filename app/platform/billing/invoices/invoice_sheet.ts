import { printable } from '#payments/receipts/pdf/text_runs'
import { Typesetter, type Type } from '#payments/receipts/pdf/typesetter'

/** Points of ISO A4. */
const PAPER: [number, number] = [595.28, 841.89]
const MARGIN = 56
const WIDTH = PAPER[0] - 2 * MARGIN
/** Kept free for the amount at the end of a row. */
const AMOUNT_WIDTH = 130

const BODY: Type = { size: 10.5 }
const RULE = '#d1d5db'

/** A page that is written from its top down. */
export class InvoiceSheet {
  readonly #ink: Typesetter
  #y = MARGIN

  constructor(private readonly doc: Typesetter['doc']) {
    this.#ink = new Typesetter(doc)
    doc.addPage({ size: PAPER, margin: 0 })
  }

  /** @param points */
  space(points: number): void {
    this.#y += points
  }

  line(text: string, type: Partial<Type> = {}): void {
    const set = { ...BODY, ...type }
    this.#y += this.#ink.write(printable(text), MARGIN, this.#y, WIDTH, set) + 2
  }

  /** A text, and at the end of its first line what it comes to. */
  row(text: string, value: string, type: Partial<Type> = {}): void {
    const set = { ...BODY, ...type }
    const width = WIDTH - AMOUNT_WIDTH
    this.#ink.write(value, MARGIN, this.#y, WIDTH, { ...set, align: 'right' })
    this.#y += this.#ink.write(printable(text), MARGIN, this.#y, width, set) + 5
  }

  rule(): void {
    this.doc
      .moveTo(MARGIN, this.#y)
      .lineTo(MARGIN + WIDTH, this.#y)
      .lineWidth(0.75)
      .stroke(RULE)
    this.#y += 9
  }
}
