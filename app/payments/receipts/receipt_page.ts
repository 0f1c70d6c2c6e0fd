import type { Typesetter, Type } from '#payments/receipts/pdf/typesetter'
import type { ReceiptMark } from '#payments/receipts/receipt_mark'
import type { Line, ReceiptText } from '#payments/receipts/receipt_text'

/** Points (1/72 inch) of ISO A5 and A4. The content is as wide on both; A4 has more margin. */
const PAPER = { a5: [419.53, 595.28], a4: [595.28, 841.89] } as const
const CONTENT_WIDTH = 347
const MARGIN = { a5: 36, a4: 56 } as const

const MUTED = '#4b5563'
const HAIRLINE = '#d1d5db'
const MARK = '#b91c1c'
const BODY: Type = { size: 9.5 }
const SMALL: Type = { size: 8.5, color: MUTED }

/** A receipt on a sheet of office paper, in the tenant's colour. */
export class ReceiptPage {
  #y = 0
  readonly #x: number

  constructor(
    private ink: Typesetter,
    private format: keyof typeof PAPER
  ) {
    this.#x = (PAPER[format][0] - CONTENT_WIDTH) / 2
  }

  draw(text: ReceiptText): void {
    this.#newPage(text.brandColor)
    this.#head(text)
    if (text.mark) this.#mark(text.mark)
    for (const line of text.about) this.#row(line)
    this.#y += 14
    this.#amounts(text)
    this.#y += 20
    this.#paragraph(text.note, BODY)
    this.#paragraph(text.thanks, SMALL)
  }

  #newPage(brandColor: string): void {
    const [width, height] = PAPER[this.format]
    this.ink.doc.addPage({ size: [width, height], margin: 0 })
    this.ink.doc.rect(0, 0, width, 8).fill(brandColor)
    this.#y = MARGIN[this.format]
  }

  #head({ issuer, title, number, paidAt, total }: ReceiptText): void {
    const side = 128
    const left = CONTENT_WIDTH - side - 12
    const beside = this.#x + CONTENT_WIDTH - side
    const name = this.ink.write(issuer, this.#x, this.#y, left, { size: 17, weight: 'bold' })
    this.ink.write(title, beside, this.#y, side, { ...SMALL, align: 'right' })
    this.ink.write(number, beside, this.#y + 12, side, { size: 12, weight: 'bold', align: 'right' })
    this.#y += Math.max(name, 32) + 12

    this.#rule(1)
    this.#y += 12
    this.#y += this.ink.write(paidAt, this.#x, this.#y, CONTENT_WIDTH, SMALL)
    this.#y += this.ink.write(total.value, this.#x, this.#y, CONTENT_WIDTH, {
      size: 25,
      weight: 'bold',
    })
    this.#y += 10
  }

  #mark({ mark, explanation }: ReceiptMark): void {
    const { doc } = this.ink
    const inner = CONTENT_WIDTH - 24
    const type: Type = { ...BODY, color: MARK }
    const height =
      this.ink.lineHeight({ size: 14 }) + this.ink.height(explanation, type, inner) + 16
    doc.lineWidth(1.5).rect(this.#x, this.#y, CONTENT_WIDTH, height).stroke(MARK)
    const top = this.#y + 8
    const used = this.ink.write(mark, this.#x + 12, top, inner, {
      size: 14,
      weight: 'bold',
      color: MARK,
    })
    this.ink.write(explanation, this.#x + 12, top + used, inner, type)
    this.#y += height + 10
  }

  #row({ label, value }: Line): void {
    const labelWidth = 118
    const valueWidth = CONTENT_WIDTH - labelWidth
    const height = Math.max(
      this.ink.height(label, BODY, labelWidth - 8),
      this.ink.height(value, BODY, valueWidth)
    )
    this.#make(height + 7)
    this.ink.write(label, this.#x, this.#y + 3, labelWidth - 8, { ...BODY, color: MUTED })
    this.ink.write(value, this.#x + labelWidth, this.#y + 3, valueWidth, BODY)
    this.#y += height + 7
    this.#rule(0.5)
  }

  #amounts({ amounts, total, included }: ReceiptText): void {
    this.#make((amounts.length + included.length) * 16 + 30)
    for (const line of amounts) this.#sum(line, BODY)
    this.#sum(total, { size: 12, weight: 'bold' })
    for (const line of included) this.#sum(line, SMALL)
  }

  #sum({ label, value }: Line, type: Type): void {
    const half = CONTENT_WIDTH / 2
    const left = this.ink.write(label, this.#x, this.#y, half, type)
    const right = this.ink.write(value, this.#x + half, this.#y, half, { ...type, align: 'right' })
    this.#y += Math.max(left, right) + 2
  }

  #paragraph(text: string, type: Type): void {
    for (const line of this.ink.lines(text, type, CONTENT_WIDTH)) {
      this.#make(this.ink.lineHeight(type))
      this.#y += this.ink.write(line, this.#x, this.#y, CONTENT_WIDTH, type)
    }
    if (text) this.#y += 6
  }

  #rule(width: number): void {
    const { doc } = this.ink
    doc.lineWidth(width).moveTo(this.#x, this.#y)
    doc.lineTo(this.#x + CONTENT_WIDTH, this.#y).stroke(HAIRLINE)
  }

  /** What does not fit goes onto another page. */
  #make(room: number): void {
    const [width, height] = PAPER[this.format]
    if (this.#y + room <= height - MARGIN[this.format]) return
    this.ink.doc.addPage({ size: [width, height], margin: 0 })
    this.#y = MARGIN[this.format]
  }
}
