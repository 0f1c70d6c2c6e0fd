import { inflateSync } from 'node:zlib'

const WOFF_HEADER = 44
const WOFF_ENTRY = 20
const SFNT_HEADER = 12
const SFNT_ENTRY = 16

/**
 * The TrueType file inside a WOFF (WOFF 1.0, §3 to §5). HarfBuzz reads no
 * WOFF; fontkit does, but inflates a table anew for each glyph it takes from it.
 *
 * @throws RangeError when it is no WOFF
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new RangeError('This is no WOFF file')
  const count = woff.readUInt16BE(12)
  const directory = Buffer.alloc(SFNT_HEADER + count * SFNT_ENTRY)
  writeHeader(directory, woff.readUInt32BE(4), count)

  const tables: Buffer[] = []
  let offset = directory.length
  for (let index = 0; index < count; index += 1) {
    const from = WOFF_HEADER + index * WOFF_ENTRY
    const table = unpackTable(woff, from)
    const to = SFNT_HEADER + index * SFNT_ENTRY
    woff.copy(directory, to, from, from + 4)
    woff.copy(directory, to + 4, from + 16, from + 20)
    directory.writeUInt32BE(offset, to + 8)
    directory.writeUInt32BE(table.length, to + 12)

    const padded = Buffer.alloc(Math.ceil(table.length / 4) * 4)
    table.copy(padded)
    tables.push(padded)
    offset += padded.length
  }
  return Buffer.concat([directory, ...tables])
}

function writeHeader(sfnt: Buffer, flavour: number, count: number): void {
  const power = 2 ** Math.floor(Math.log2(count))
  sfnt.writeUInt32BE(flavour, 0)
  sfnt.writeUInt16BE(count, 4)
  sfnt.writeUInt16BE(power * 16, 6)
  sfnt.writeUInt16BE(Math.log2(power), 8)
  sfnt.writeUInt16BE((count - power) * 16, 10)
}

/** A table that compression would have made longer is stored as it is. */
function unpackTable(woff: Buffer, entry: number): Buffer {
  const offset = woff.readUInt32BE(entry + 4)
  const packed = woff.readUInt32BE(entry + 8)
  const length = woff.readUInt32BE(entry + 12)
  const octets = woff.subarray(offset, offset + packed)
  return packed < length ? inflateSync(octets) : octets
}
