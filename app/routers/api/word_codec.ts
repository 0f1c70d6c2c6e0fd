/**
 * Length prefix of an API word, in octets (manual: API, "API words"): one to five
 * octets, big-endian, the leading bits of the first telling how many.
 */
export function encodeLength(octets: number): Buffer {
  if (octets < 0x80) return Buffer.of(octets)
  if (octets < 0x4000) return bigEndian(octets + 0x8000, 2)
  if (octets < 0x200000) return bigEndian(octets + 0xc00000, 3)
  if (octets < 0x10000000) return bigEndian(octets + 0xe0000000, 4)
  return Buffer.concat([Buffer.of(0xf0), bigEndian(octets, 4)])
}

/**
 * How many octets the prefix that starts with `first` has, or undefined for the
 * first octets RouterOS reserves (0xF1 to 0xFF).
 */
export function prefixSize(first: number): number | undefined {
  if (first < 0x80) return 1
  if (first < 0xc0) return 2
  if (first < 0xe0) return 3
  if (first < 0xf0) return 4
  return first === 0xf0 ? 5 : undefined
}

/** Reads a whole prefix, whose size `prefixSize` gave, back to a number of octets. */
export function decodeLength(prefix: Buffer): number {
  if (prefix.length === 5) return prefix.readUInt32BE(1)
  const markerBits = [0, 0x8000, 0xc00000, 0xe0000000][prefix.length - 1] ?? 0
  return prefix.readUIntBE(0, prefix.length) - markerBits
}

/** A sentence ready to be sent: its words in UTF-8 and the empty word that ends it. */
export function encodeSentence(words: readonly string[]): Buffer {
  const parts = words.flatMap((word) => {
    const octets = Buffer.from(word, 'utf8')
    return [encodeLength(octets.length), octets]
  })
  return Buffer.concat([...parts, Buffer.of(0)])
}

function bigEndian(value: number, octets: number) {
  const buffer = Buffer.alloc(octets)
  buffer.writeUIntBE(value, 0, octets)
  return buffer
}
