/** A length prefix that the protocol reserves, or a word no router would accept. */
export class MalformedWord extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MalformedWord'
  }
}

const LONGEST_WORD = 16 * 1024 * 1024

/** The length prefix of a word of so many octets (MikroTik's API page: 1 to 5 octets, big-endian). */
export function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const prefix = Buffer.alloc(5)
  if (length < 0x4000) return prefix.subarray(0, prefix.writeUInt16BE(length + 0x8000))
  if (length < 0x200000) return prefix.subarray(0, prefix.writeUIntBE(length + 0xc00000, 0, 3))
  if (length < 0x10000000) return prefix.subarray(0, prefix.writeUInt32BE(length + 0xe0000000))
  prefix[0] = 0xf0
  prefix.writeUInt32BE(length, 1)
  return prefix
}

/** A length prefix at the start of the buffer, or undefined while octets are missing. */
export function decodeLength(buffer: Buffer): { length: number; size: number } | undefined {
  const first = buffer[0]
  if (first === undefined) return undefined
  if (first >= 0xf8) throw new MalformedWord('Reserved control byte')
  const size = first < 0x80 ? 1 : first < 0xc0 ? 2 : first < 0xe0 ? 3 : first < 0xf0 ? 4 : 5
  if (buffer.length < size) return undefined
  if (size === 1) return { length: first, size }
  if (size === 5) return { length: buffer.readUInt32BE(1), size }
  const marked = buffer.readUIntBE(0, size)
  const marker = [0, 0, 0x8000, 0xc00000, 0xe0000000][size] ?? 0
  return { length: marked - marker, size }
}

export function encodeSentence(words: readonly string[]): Buffer {
  const parts = words.flatMap((word) => {
    const octets = Buffer.from(word, 'utf8')
    return [encodeLength(octets.length), octets]
  })
  return Buffer.concat([...parts, Buffer.from([0])])
}

/** Puts sentences together from whatever pieces the socket delivers. */
export class SentenceReader {
  #buffer: Buffer = Buffer.alloc(0)
  #words: string[] = []

  /** The sentences that these octets complete. Throws MalformedWord. */
  push(octets: Buffer): string[][] {
    this.#buffer = Buffer.concat([this.#buffer, octets])
    const sentences: string[][] = []
    for (;;) {
      const prefix = decodeLength(this.#buffer)
      if (prefix === undefined) return sentences
      if (prefix.length > LONGEST_WORD) throw new MalformedWord('Word too long')
      const end = prefix.size + prefix.length
      if (this.#buffer.length < end) return sentences
      const word = this.#buffer.toString('utf8', prefix.size, end)
      this.#buffer = this.#buffer.subarray(end)
      if (prefix.length > 0) {
        this.#words.push(word)
        continue
      }
      if (this.#words.length > 0) sentences.push(this.#words)
      this.#words = []
    }
  }
}
