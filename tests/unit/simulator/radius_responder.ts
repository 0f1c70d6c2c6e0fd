import { createHash, createHmac, randomInt } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

/**
 * The smallest RADIUS server that can answer a hotspot, written from RFC 2865,
 * 2866 and 2869 and sharing no code with the simulator it tests.
 */
export interface SeenRequest {
  readonly code: number
  readonly identifier: number
  readonly from: string
  /** Attribute type (`26.vendor.type` for vendor attributes) → value. */
  readonly attributes: ReadonlyMap<string, Buffer>
  readonly authenticator: Buffer
}

export interface Answer {
  code: number
  /** Ready-made attributes: type, length and value. */
  attributes?: Buffer[]
  messageAuthenticator?: 'valid' | 'wrong' | 'none'
  secret?: string
}

export const attribute = (type: number, value: Buffer | string) => {
  const octets = Buffer.from(value)
  return Buffer.concat([Buffer.from([type, octets.length + 2]), octets])
}

export const uint32 = (value: number) => {
  const octets = Buffer.alloc(4)
  octets.writeUInt32BE(value)
  return octets
}

export const mikrotik = (type: number, value: Buffer | string) =>
  attribute(26, Buffer.concat([uint32(14988), attribute(type, value)]))

function readAttributes(octets: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  for (let at = 0; at + 2 <= octets.length; at += octets.readUInt8(at + 1)) {
    const type = octets.readUInt8(at)
    const value = octets.subarray(at + 2, at + octets.readUInt8(at + 1))
    if (type === 26)
      found.set(`26.${value.readUInt32BE()}.${value.readUInt8(4)}`, value.subarray(6))
    else found.set(String(type), value)
  }
  return found
}

/** User-Password in clear (RFC 2865 §5.2). */
export function revealPassword(request: SeenRequest | undefined, secret: string): string {
  if (request === undefined) return ''
  const hidden = request.attributes.get('2') ?? Buffer.alloc(0)
  let previous = request.authenticator
  const plain = Buffer.alloc(hidden.length)
  for (let at = 0; at < hidden.length; at += 16) {
    const mask = createHash('md5').update(secret).update(previous).digest()
    for (let i = 0; i < 16; i++) plain[at + i] = hidden.readUInt8(at + i) ^ mask.readUInt8(i)
    previous = hidden.subarray(at, at + 16)
  }
  return plain.toString('utf8').replace(/\0+$/, '')
}

export function signReply(request: SeenRequest, answer: Answer, secret: string): Buffer {
  const state = answer.messageAuthenticator ?? 'valid'
  const first = state === 'none' ? [] : [attribute(80, Buffer.alloc(16))]
  const body = Buffer.concat([...first, ...(answer.attributes ?? [])])
  const packet = Buffer.concat([
    Buffer.from([answer.code, request.identifier, 0, 0]),
    request.authenticator,
    body,
  ])
  packet.writeUInt16BE(packet.length, 2)
  if (state !== 'none') {
    const mac = createHmac('md5', state === 'wrong' ? 'not the secret' : secret)
    mac.update(packet).digest().copy(packet, 22)
  }
  createHash('md5').update(packet).update(secret).digest().copy(packet, 4)
  return packet
}

/** Whether an Access-Request carries a Message-Authenticator made with the secret. */
function signed(octets: Buffer, secret: string): boolean {
  const copy = Buffer.from(octets)
  for (let at = 20; at + 2 <= copy.length; at += copy.readUInt8(at + 1)) {
    if (copy.readUInt8(at) !== 80) continue
    const sent = Buffer.from(copy.subarray(at + 2, at + 18))
    copy.fill(0, at + 2, at + 18)
    return createHmac('md5', secret).update(copy).digest().equals(sent)
  }
  return false
}

export type Decide = (request: SeenRequest) => Answer | undefined

/** Listens on one port for authentication and accounting; accounting is acknowledged by itself. */
export class RadiusResponder {
  readonly seen: SeenRequest[] = []
  unsigned = 0
  decide: Decide = () => ({ code: 3 })

  private constructor(
    readonly address: string,
    readonly port: number,
    readonly secret: string,
    private readonly socket: Socket
  ) {
    socket.on('message', (octets, from) => {
      const request: SeenRequest = {
        code: octets.readUInt8(0),
        identifier: octets.readUInt8(1),
        authenticator: Buffer.from(octets.subarray(4, 20)),
        attributes: readAttributes(octets.subarray(20)),
        from: from.address,
      }
      this.seen.push(request)
      if (request.code === 1 && !signed(octets, secret)) this.unsigned++
      const answer =
        request.code === 4
          ? { code: 5, messageAuthenticator: 'none' as const }
          : this.decide(request)
      if (answer === undefined) return
      socket.send(signReply(request, answer, answer.secret ?? secret), from.port, from.address)
    })
  }

  static async start(secret = 'shared secret', address = '127.0.0.1'): Promise<RadiusResponder> {
    const socket = createSocket('udp4')
    socket.bind(0, address)
    await once(socket, 'listening')
    return new RadiusResponder(address, socket.address().port, secret, socket)
  }

  accessRequests(): SeenRequest[] {
    return this.seen.filter((request) => request.code === 1)
  }

  /** Accounting-Requests of one Acct-Status-Type: 1 Start, 2 Stop, 3 Interim, 7 On. */
  accounting(status: number): SeenRequest[] {
    return this.seen.filter(
      (one) => one.code === 4 && one.attributes.get('40')?.readUInt32BE() === status
    )
  }

  stop(): void {
    this.socket.close()
  }
}

export const text = (request: SeenRequest | undefined, type: number | string) =>
  request?.attributes.get(String(type))?.toString('utf8')

export const integer = (request: SeenRequest | undefined, type: number | string) =>
  request?.attributes.get(String(type))?.readUInt32BE()

/** A loopback address of its own for each virtual router of the specs. */
export const freshAddress = () => `127.76.${randomInt(1, 250)}.${randomInt(2, 250)}`
