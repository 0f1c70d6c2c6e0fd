import { deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
/** Colours kept as they are; what is rarer shares the rest of the 256. */
const EXACT = 128

/** Makes a screenshot small: a palette of at most 256 colours in place of true colour. */
export function optimised(png) {
  const { width, height, pixels } = decode(png)
  const counts = new Map()
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
  const palette = paletteOf(counts)
  const index = new Map()
  for (const colour of counts.keys()) index.set(colour, nearest(palette, colour))

  const rows = Buffer.alloc(height * (width + 1))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows[y * (width + 1) + 1 + x] = index.get(pixels[y * width + x])
    }
  }
  return encode(width, height, palette, rows)
}

/** 8-bit RGB or RGBA without interlacing, which is what Chromium writes. */
function decode(png) {
  const data = []
  let header
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    const kind = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + length)
    if (kind === 'IHDR') header = body
    if (kind === 'IDAT') data.push(body)
    at += 12 + length
  }
  const width = header.readUInt32BE(0)
  const height = header.readUInt32BE(4)
  const size = { 2: 3, 6: 4 }[header[9]]
  if (header[8] !== 8 || !size || header[12] !== 0) throw new Error('Not a PNG of Chromium')
  const raw = inflateSync(Buffer.concat(data))
  return { width, height, pixels: unfilter(raw, width, height, size) }
}

/** Undoes the filters of the PNG specification, section 9. Returns one number a pixel. */
function unfilter(raw, width, height, size) {
  const stride = width * size
  const pixels = new Uint32Array(width * height)
  let above = Buffer.alloc(stride)
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1)
    const filter = raw[start]
    const line = raw.subarray(start + 1, start + 1 + stride)
    for (let x = 0; x < stride; x++) {
      const left = x < size ? 0 : line[x - size]
      const corner = x < size ? 0 : above[x - size]
      line[x] += [0, left, above[x], (left + above[x]) >> 1, paeth(left, above[x], corner)][filter]
    }
    for (let x = 0; x < width; x++) pixels[y * width + x] = line.readUIntBE(x * size, 3)
    above = line
  }
  return pixels
}

function paeth(left, up, corner) {
  const guess = left + up - corner
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value))
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}

const channels = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]

/** The most frequent colours as they are, and the middle of each group of the others. */
function paletteOf(counts) {
  const byCount = [...counts].sort(([, a], [, b]) => b - a)
  if (byCount.length <= 256) return byCount.map(([colour]) => channels(colour))
  const exact = byCount.slice(0, EXACT).map(([colour]) => channels(colour))
  const boxes = [byCount.slice(EXACT).map(([colour, count]) => ({ at: channels(colour), count }))]
  while (boxes.length < 256 - EXACT) {
    const widest = boxes.reduce((most, box) =>
      spread(box).width > spread(most).width ? box : most
    )
    const { axis, width } = spread(widest)
    if (width === 0) break
    widest.sort((a, b) => a.at[axis] - b.at[axis])
    boxes.push(widest.splice(widest.length >> 1))
  }
  return [...exact, ...boxes.map(middle)]
}

function spread(box) {
  const widths = [0, 1, 2].map((axis) => {
    const values = box.map(({ at }) => at[axis])
    return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b))
  })
  const width = Math.max(...widths)
  return { axis: widths.indexOf(width), width }
}

function middle(box) {
  const total = box.reduce((sum, { count }) => sum + count, 0)
  const mean = (axis) => box.reduce((sum, { at, count }) => sum + at[axis] * count, 0) / total
  return [0, 1, 2].map((axis) => Math.round(mean(axis)))
}

function nearest(palette, colour) {
  const at = channels(colour)
  let best = 0
  let least = Infinity
  for (const [number, other] of palette.entries()) {
    const distance = at.reduce((sum, value, axis) => sum + (value - other[axis]) ** 2, 0)
    if (distance < least) [best, least] = [number, distance]
    if (distance === 0) break
  }
  return best
}

function encode(width, height, palette, rows) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(kind, body) {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body])
  const whole = Buffer.alloc(body.length + 12)
  whole.writeUInt32BE(body.length, 0)
  named.copy(whole, 4)
  whole.writeUInt32BE(crc32(named), body.length + 8)
  return whole
}

/** CRC-32 of the PNG specification, annex D; zlib.crc32 came after Node 20.0. */
function crc32(octets) {
  let crc = 0xffffffff
  for (const octet of octets) {
    crc ^= octet
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
