import type { Typesetter, Type } from '#payments/receipts/pdf/typesetter'
import type { Line, ReceiptText } from '#payments/receipts/receipt_text'

const MM = 72 / 25.4

/** Paper and what its printers reach of it (ESC/POS: 48 mm of 58, 72 mm of 80); type in points. */
const ROLL = {
  '58mm': { paper: 58 * MM, printed: 48 * MM, size: 7.5 },
  '80mm': { paper: 80 * MM, printed: 72 * MM, size: 9 },
} as const

const EDGE = 4 * MM
const BLACK = '#000000'

/** One piece of the roll: how high it is, and how it is drawn when it is known where. */
interface Piece {
  height: number
  draw: (y: number) => void
}

/** A receipt for a thermal printer: black, no picture, as long as its content. */
export class ReceiptRoll {
  readonly #body: Type
  readonly #strong: Type
  readonly #width: number
  readonly #x: number

  constructor(
    private ink: Typesetter,
    private format: keyof typeof ROLL
  ) {
    const { paper, printed, size } = ROLL[format]
    this.#width = printed
    this.#x = (paper - printed) / 2
    this.#body = { size, color: BLACK }
    this.#strong = { size: size + 1.5, weight: 'bold', color: BLACK }
  }

  draw(text: ReceiptText): void {
    const pieces = this.#pieces(text)
    const height = pieces.reduce((sum, piece) => sum + piece.height, 2 * EDGE)
    this.ink.doc.addPage({ size: [ROLL[this.format].paper, height], margin: 0 })
    let y = EDGE
    for (const piece of pieces) {
      piece.draw(y)
      y += piece.height
    }
  }

  #pieces(text: ReceiptText): Piece[] {
    const { size } = this.#body
    const centred: Type = { ...this.#body, align: 'center' }
    return [
      this.#text(text.issuer, { ...this.#strong, size: size + 4, align: 'center' }),
      this.#text(`${text.title} ${text.number}`, centred),
      this.#text(text.paidAt, centred),
      this.#cut(),
      ...(text.mark
        ? [
            this.#text(text.mark.mark, { ...this.#strong, size: size + 6, align: 'center' }),
            this.#text(text.mark.explanation, centred),
            this.#cut(),
          ]
        : []),
      ...text.about.map((line) => this.#line(line, this.#body)),
      this.#cut(),
      ...text.amounts.map((line) => this.#line(line, this.#body)),
      this.#line(text.total, this.#strong),
      ...text.included.map((line) => this.#line(line, this.#body)),
      this.#cut(),
      ...(text.note ? [this.#text(text.note, centred)] : []),
      this.#text(text.thanks, centred),
    ]
  }

  #text(text: string, type: Type): Piece {
    return {
      height: this.ink.height(text, type, this.#width),
      draw: (y) => void this.ink.write(text, this.#x, y, this.#width, type),
    }
  }

  /** Side by side where both fit into a line, else one below the other. */
  #line({ label, value }: Line, type: Type): Piece {
    const gap = type.size
    const fits = this.ink.width(label, type) + gap + this.ink.width(value, type) <= this.#width
    const above = fits ? 0 : this.ink.height(label, type, this.#width)
    return {
      height: above + this.ink.height(value, type, this.#width),
      draw: (y) => {
        this.ink.write(label, this.#x, y, this.#width, type)
        this.ink.write(value, this.#x, y + above, this.#width, { ...type, align: 'right' })
      },
    }
  }

  #cut(): Piece {
    const { doc } = this.ink
    const height = this.#body.size
    return {
      height,
      draw: (y) => {
        doc.save().lineWidth(0.6).dash(2, { space: 2 })
        doc.moveTo(this.#x, y + height / 2).lineTo(this.#x + this.#width, y + height / 2)
        doc.stroke(BLACK).restore()
      },
    }
  }
}
