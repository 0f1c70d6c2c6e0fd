import QRCode from 'qrcode'

/** One row of modules a line; # is dark. */
export type Drawn = string

/**
 * The QR codes of a page, as the rectangles say that fill it, in the order in which they were
 * drawn. A module is as high as any of a code's rectangles. @throws when one is off the grid
 */
export function drawnQrCodes(content: string): Drawn[] {
  return content
    .split(/\bf\b/)
    .map((path) =>
      [...path.matchAll(/(-?[\d.]+) (-?[\d.]+) ([\d.]+) ([\d.]+) re\b/g)].map((operands) =>
        operands.slice(1, 5).map(Number)
      )
    )
    .filter((rectangles) => rectangles.length > 100)
    .map(gridOf)
}

/** What a QR code of this text looks like. */
export function qrCodeOf(text: string): Drawn {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const dark = [...modules.data].map((module) => (module ? '#' : ' ')).join('')
  return (dark.match(new RegExp(`.{${modules.size}}`, 'g')) ?? []).join('\n')
}

function gridOf(rectangles: number[][]): Drawn {
  const module = rectangles[0]?.[3] ?? Number.NaN
  const left = Math.min(...rectangles.map(([x = Number.NaN]) => x))
  const top = Math.min(...rectangles.map(([, y = Number.NaN]) => y))
  const rows: string[][] = []
  for (const [x = Number.NaN, y = Number.NaN, width = Number.NaN, height] of rectangles) {
    const [column, row, length] = [(x - left) / module, (y - top) / module, width / module]
    for (const number of [column, row, length, (height ?? Number.NaN) / module]) {
      if (!(Math.abs(number - Math.round(number)) < 0.01)) throw new Error('Off the grid')
    }
    const line = (rows[Math.round(row)] ??= [])
    for (let at = 0; at < Math.round(length); at += 1) line[Math.round(column) + at] = '#'
  }
  return Array.from(rows, (line = []) =>
    Array.from({ length: rows.length }, (_, column) => line[column] ?? ' ').join('')
  ).join('\n')
}
