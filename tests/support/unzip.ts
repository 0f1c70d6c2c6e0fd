import { inflateRawSync } from 'node:zlib'

/** APPNOTE.TXT 4.3.16 and 4.3.12: the end of the central directory, and a file's entry in it. */
const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL_HEAD = 30

/** The files of a ZIP, by name. @throws for what is no whole ZIP */
export function unzip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(signature(END))
  if (end < 0) throw new Error('The ZIP has no end')
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error('The ZIP’s directory is broken')
    const [name, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place))
    if (name === undefined || extra === undefined || comment === undefined) break
    const file = zip.toString('utf8', at + 46, at + 46 + name)
    files.set(file, content(zip, at))
    at += 46 + name + extra + comment
  }
  return files
}

function content(zip: Buffer, entry: number): Buffer {
  const head = zip.readUInt32LE(entry + 42)
  const from = head + LOCAL_HEAD + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28)
  const packed = zip.subarray(from, from + zip.readUInt32LE(entry + 20))
  return zip.readUInt16LE(entry + 10) === 0 ? packed : inflateRawSync(packed)
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
