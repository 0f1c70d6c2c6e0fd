import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  decodeAttributes,
  encodeAttributes,
  MalformedPacket,
  offsetOf,
  type Attribute,
} from './attributes.js'
import { CODE } from './dictionary.js'

const HEADER = 20
const MESSAGE_AUTHENTICATOR = 80
const ZEROS = Buffer.alloc(16)

export interface RadiusPacket {
  readonly code: number
  readonly identifier: number
  readonly authenticator: Buffer
  readonly attributes: readonly Attribute[]
}

export interface Sealing {
  code: number
  identifier: number
  attributes: readonly Attribute[]
  secret: string
  /** Puts a Message-Authenticator first among the attributes. */
  messageAuthenticator: boolean
  /** Access-Request: the random authenticator that also hides the password. */
  authenticator?: Buffer
  /** Replies: the authenticator of the request they answer. */
  requestAuthenticator?: Buffer
}

export type MessageAuthenticatorState = 'valid' | 'invalid' | 'absent'

export const freshAuthenticator = () => randomBytes(16)

/**
 * What stands in the authenticator field while HMAC and MD5 are computed: the
 * request's own in an Access-Request (RFC 2869 §5.14), the request's in replies
 * (RFC 2865 §3), zeros in Accounting, CoA and Disconnect requests (RFC 5176 §2.3).
 */
function basis(code: number, own: Buffer, request: Buffer | undefined): Buffer {
  if (code === CODE.accessRequest) return own
  return request ?? ZEROS
}

/** A packet ready to send. The Message-Authenticator is made before the digest, as RFC 5176 orders. */
export function sealPacket(sealing: Sealing): Buffer {
  const signed = sealing.messageAuthenticator
    ? [['Message-Authenticator', ZEROS] as const, ...sealing.attributes]
    : sealing.attributes
  const body = encodeAttributes(signed)
  const packet = Buffer.alloc(HEADER + body.length)
  packet[0] = sealing.code
  packet[1] = sealing.identifier
  packet.writeUInt16BE(packet.length, 2)
  basis(sealing.code, sealing.authenticator ?? ZEROS, sealing.requestAuthenticator).copy(packet, 4)
  body.copy(packet, HEADER)
  if (sealing.messageAuthenticator) {
    createHmac('md5', sealing.secret)
      .update(packet)
      .digest()
      .copy(packet, HEADER + 2)
  }
  if (sealing.code !== CODE.accessRequest) digest(packet, sealing.secret).copy(packet, 4)
  return packet
}

function digest(packet: Buffer, secret: string): Buffer {
  return createHash('md5').update(packet).update(secret).digest()
}

/** Throws MalformedPacket. Octets behind the stated length are padding (RFC 2865 §3). */
export function openPacket(octets: Buffer): RadiusPacket {
  if (octets.length < HEADER) throw new MalformedPacket('Shorter than a RADIUS header')
  const length = octets.readUInt16BE(2)
  if (length < HEADER || length > octets.length) throw new MalformedPacket('Wrong length field')
  return {
    code: octets.readUInt8(0),
    identifier: octets.readUInt8(1),
    authenticator: Buffer.from(octets.subarray(4, HEADER)),
    attributes: decodeAttributes(octets.subarray(HEADER, length)),
  }
}

function prepared(octets: Buffer, requestAuthenticator: Buffer | undefined): Buffer {
  const packet = Buffer.from(octets.subarray(0, octets.readUInt16BE(2)))
  basis(packet.readUInt8(0), packet.subarray(4, HEADER), requestAuthenticator).copy(packet, 4)
  return packet
}

/** Whether the Response (or, without one to answer, Request) Authenticator was made with this secret. */
export function isAuthentic(
  octets: Buffer,
  secret: string,
  requestAuthenticator?: Buffer
): boolean {
  const expected = digest(prepared(octets, requestAuthenticator), secret)
  return timingSafeEqual(expected, octets.subarray(4, HEADER))
}

export function messageAuthenticatorOf(
  octets: Buffer,
  secret: string,
  requestAuthenticator?: Buffer
): MessageAuthenticatorState {
  const packet = prepared(octets, requestAuthenticator)
  const offset = offsetOf(packet.subarray(HEADER), MESSAGE_AUTHENTICATOR)
  if (offset === undefined) return 'absent'
  const sent = Buffer.from(packet.subarray(HEADER + offset, HEADER + offset + 16))
  ZEROS.copy(packet, HEADER + offset)
  const expected = createHmac('md5', secret).update(packet).digest()
  return timingSafeEqual(expected, sent) ? 'valid' : 'invalid'
}

export function textOf(packet: RadiusPacket, name: string): string | undefined {
  const value = packet.attributes.find(([one]) => one === name)?.[1]
  return value === undefined ? undefined : String(value)
}

export function integerOf(packet: RadiusPacket, name: string): number | undefined {
  const value = packet.attributes.find(([one]) => one === name)?.[1]
  return typeof value === 'number' ? value : undefined
}
