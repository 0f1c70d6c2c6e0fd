import { definitionFor, definitionOf, type AttributeDefinition } from './dictionary.js'

export type AttributeValue = string | number | Buffer
/** Attributes in the order they travel: `['User-Name', 'bob']`. */
export type Attribute = readonly [name: string, value: AttributeValue]

/** A packet that is not RADIUS, or not whole. */
export class MalformedPacket extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MalformedPacket'
  }
}

const VENDOR_SPECIFIC = 26

function encodeValue({ name, kind }: AttributeDefinition, value: AttributeValue): Buffer {
  if (Buffer.isBuffer(value)) return value
  if (kind === 'address') return Buffer.from(String(value).split('.').map(Number))
  if (kind === 'integer' || kind === 'time') {
    const number = Number(value)
    if (!Number.isInteger(number) || number < 0 || number > 0xffffffff) {
      throw new RangeError(`${name} does not fit 32 bits: ${value}`)
    }
    const octets = Buffer.alloc(4)
    octets.writeUInt32BE(number)
    return octets
  }
  return Buffer.from(String(value), 'utf8')
}

function decodeValue({ name, kind }: AttributeDefinition, octets: Buffer): AttributeValue {
  if (kind === 'octets') return Buffer.from(octets)
  if (kind === 'string') return octets.toString('utf8')
  if (octets.length !== 4) throw new MalformedPacket(`${name} is not four octets long`)
  return kind === 'address' ? [...octets].join('.') : octets.readUInt32BE()
}

/** Throws RangeError when a value is too long for one attribute. */
export function encodeAttributes(attributes: readonly Attribute[]): Buffer {
  const parts = attributes.map(([name, value]) => {
    const definition = definitionOf(name)
    const octets = encodeValue(definition, value)
    const inner = Buffer.concat([Buffer.from([definition.type, octets.length + 2]), octets])
    if (inner.length > (definition.vendor === undefined ? 255 : 249)) {
      throw new RangeError(`${name} is too long for a RADIUS attribute`)
    }
    if (definition.vendor === undefined) return inner
    const head = Buffer.alloc(6)
    head[0] = VENDOR_SPECIFIC
    head[1] = inner.length + 6
    head.writeUInt32BE(definition.vendor, 2)
    return Buffer.concat([head, inner])
  })
  return Buffer.concat(parts)
}

/** Walks type-length-value triples; calls back with type, value and the value's offset. */
function walk(octets: Buffer, visit: (type: number, value: Buffer, offset: number) => void): void {
  let offset = 0
  while (offset < octets.length) {
    const [type, length] = [octets[offset], octets[offset + 1]]
    if (
      type === undefined ||
      length === undefined ||
      length < 2 ||
      offset + length > octets.length
    ) {
      throw new MalformedPacket('An attribute runs past the end of the packet')
    }
    visit(type, octets.subarray(offset + 2, offset + length), offset + 2)
    offset += length
  }
}

export function decodeAttributes(octets: Buffer): Attribute[] {
  const attributes: Attribute[] = []
  const add = (definition: AttributeDefinition, value: Buffer) =>
    attributes.push([definition.name, decodeValue(definition, value)])
  walk(octets, (type, value) => {
    if (type !== VENDOR_SPECIFIC || value.length < 6) return void add(definitionFor(type), value)
    const vendor = value.readUInt32BE()
    walk(value.subarray(4), (inner, innerValue) => add(definitionFor(inner, vendor), innerValue))
  })
  return attributes
}

/** Where the value of the first attribute of this type begins, in octets from the first attribute. */
export function offsetOf(octets: Buffer, wanted: number): number | undefined {
  let found: number | undefined
  walk(octets, (type, value, offset) => {
    if (type !== wanted || found !== undefined) return
    if (value.length !== 16)
      throw new MalformedPacket('Message-Authenticator is not 16 octets long')
    found = offset
  })
  return found
}
