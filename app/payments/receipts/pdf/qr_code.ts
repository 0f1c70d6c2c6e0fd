import type PDFDocument from 'pdfkit'
import QRCode from 'qrcode'

/** Light modules that readers want on each side (ISO/IEC 18004, "quiet zone"). */
const QUIET = 4

/** The modules of a text's QR code, in rows; true is dark. A seventh of it may be spoiled. */
export function qrModules(text: string): boolean[][] {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  return Array.from({ length: modules.size }, (_, row) =>
    Array.from({ length: modules.size }, (__, column) => modules.get(row, column) === 1)
  )
}

/**
 * Draws a text as a QR code, quiet zone included, in a square of `side` points: one black shape,
 * sharp at every resolution.
 */
export function drawQrCode(
  doc: InstanceType<typeof PDFDocument>,
  text: string,
  { x, y, side }: { x: number; y: number; side: number }
): void {
  const rows = qrModules(text)
  const module = side / (rows.length + 2 * QUIET)
  for (const [row, dark] of rows.entries()) {
    for (let from = dark.indexOf(true); from >= 0; from = dark.indexOf(true, from)) {
      const light = dark.indexOf(false, from)
      const to = light < 0 ? dark.length : light
      const [left, top] = [x + (QUIET + from) * module, y + (QUIET + row) * module]
      doc.rect(left, top, (to - from) * module, module)
      from = to
    }
  }
  doc.fill('#000000')
}
