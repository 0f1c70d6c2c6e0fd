import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** RFC 2865 §3 and RFC 2866 §3. */
export const CODES = {
  accessRequest: 1,
  accessAccept: 2,
  accessReject: 3,
  accountingRequest: 4,
  accountingResponse: 5,
} as const

/** Acct-Status-Type, RFC 2866 §5.1. */
export const STATUS = { start: 1, stop: 2, interim: 3 } as const

const HEADER = 20
const MESSAGE_AUTHENTICATOR = 80
const NO_SIGNATURE = Buffer.alloc(16)

export interface Session {
  mac: string
  sessionId: string
  address: string
  identity: string
}

function attribute(type: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, value.length + 2]), value])
}

function text(type: number, value: string): Buffer {
  return attribute(type, Buffer.from(value))
}

function integer(type: number, value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return attribute(type, bytes)
}

function ipAddress(type: number, value: string): Buffer {
  return attribute(type, Buffer.from(value.split('.').map(Number)))
}

/** What a hotspot says of a person in every packet (facts: a real Access-Request). */
function hotspot(session: Session): Buffer[] {
  return [
    integer(61, 19),
    text(31, session.mac),
    text(30, 'hotspot1'),
    text(87, 'bridge-hotspot'),
    text(1, session.mac),
    integer(5, 2163212291),
    text(44, session.sessionId),
    ipAddress(8, session.address),
    text(32, session.identity),
    ipAddress(4, '192.168.88.1'),
  ]
}

function assemble(code: number, id: number, authenticator: Buffer, parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const packet = Buffer.alloc(HEADER + body.length)
  packet[0] = code
  packet[1] = id
  packet.writeUInt16BE(packet.length, 2)
  authenticator.copy(packet, 4)
  body.copy(packet, HEADER)
  return packet
}

/** RFC 2865 §5.2, for passwords of up to 32 bytes. */
function hidePassword(password: string, secret: string, authenticator: Buffer): Buffer {
  const plain = Buffer.alloc(password.length > 16 ? 32 : 16)
  plain.write(password)
  let previous = authenticator
  for (let at = 0; at < plain.length; at += 16) {
    const key = createHash('md5').update(secret).update(previous).digest()
    for (let i = 0; i < 16; i++)
      plain.writeUInt8(plain.readUInt8(at + i) ^ key.readUInt8(i), at + i)
    previous = plain.subarray(at, at + 16)
  }
  return plain
}

/** MAC authentication by PAP, signed (RFC 2869 §5.14), as RouterOS 7.15 and later send it. */
export function accessRequest(id: number, secret: string, session: Session): Buffer {
  const authenticator = randomBytes(16)
  const packet = assemble(CODES.accessRequest, id, authenticator, [
    attribute(MESSAGE_AUTHENTICATOR, NO_SIGNATURE),
    ...hotspot(session),
    attribute(2, hidePassword(session.mac, secret, authenticator)),
    integer(6, 1),
  ])
  createHmac('md5', secret)
    .update(packet)
    .digest()
    .copy(packet, HEADER + 2)
  return packet
}

export interface Usage {
  status: (typeof STATUS)[keyof typeof STATUS]
  seconds: number
  input: number
  output: number
  sessionClass?: Buffer
}

/** RFC 2866 §3: the authenticator signs the packet, with sixteen zeros in its place. */
export function accountingRequest(id: number, secret: string, session: Session, usage: Usage) {
  const packet = assemble(CODES.accountingRequest, id, NO_SIGNATURE, [
    integer(40, usage.status),
    ...hotspot(session),
    integer(46, usage.seconds),
    integer(42, usage.input % 2 ** 32),
    integer(52, Math.floor(usage.input / 2 ** 32)),
    integer(43, usage.output % 2 ** 32),
    integer(53, Math.floor(usage.output / 2 ** 32)),
    integer(41, 0),
    ...(usage.sessionClass ? [attribute(25, usage.sessionClass)] : []),
  ])
  createHash('md5').update(packet).update(secret).digest().copy(packet, 4)
  return packet
}

/** Response Authenticator of RFC 2865 §3: does this reply answer that request? */
export function answers(reply: Buffer, request: Buffer, secret: string): boolean {
  const expected = createHash('md5')
    .update(reply.subarray(0, 4))
    .update(request.subarray(4, HEADER))
    .update(reply.subarray(HEADER))
    .update(secret)
    .digest()
  return timingSafeEqual(expected, reply.subarray(4, HEADER))
}

/** Whether a reply carries Message-Authenticator. */
export function isSigned(reply: Buffer): boolean {
  for (let at = HEADER; at + 2 <= reply.length; at += Math.max(2, reply.readUInt8(at + 1))) {
    if (reply.readUInt8(at) === MESSAGE_AUTHENTICATOR) return true
  }
  return false
}
