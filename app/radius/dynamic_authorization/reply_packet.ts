import { timingSafeEqual } from 'node:crypto'
import {
  authenticatorOf,
  messageDigest,
  NO_DIGEST,
  packetDigest,
  withAuthenticator,
  withMessageAuthenticator,
} from './authenticators.js'

const HEADER_OCTETS = 20
const MESSAGE_AUTHENTICATOR = 80
const ERROR_CAUSE = 101

/** Request codes with their ACK and NAK (RFC 5176 §2.3). */
const ANSWERS: Record<number, { ack: number; nak: number }> = {
  40: { ack: 41, nak: 42 },
  43: { ack: 44, nak: 45 },
}

export interface Reply {
  ack: boolean
  errorCause: number | undefined
}

interface AttributeAt {
  type: number
  /** Where its value begins in the packet, and the value. */
  at: number
  value: Buffer
}

/**
 * Reads a datagram as the reply to `request`: right code and identifier, well-formed,
 * Response Authenticator and, where present, Message-Authenticator signed by `secret`.
 *
 * @returns undefined for anything else, which RFC 2865 §3 wants dropped silently
 */
export function readReply(datagram: Buffer, request: Buffer, secret: string): Reply | undefined {
  const packet = wholePacket(datagram)
  const answers = ANSWERS[request.readUInt8(0)]
  if (!packet || !answers || packet[1] !== request[1]) return undefined

  const ack = packet[0] === answers.ack
  if (!ack && packet[0] !== answers.nak) return undefined

  const attributes = readAttributes(packet)
  if (!attributes || !isSigned(packet, attributes, request, secret)) return undefined
  return { ack, errorCause: errorCauseIn(attributes) }
}

/** The length field rules: what follows it is padding, what is missing spoils the packet. */
function wholePacket(datagram: Buffer) {
  if (datagram.length < HEADER_OCTETS) return undefined
  const length = datagram.readUInt16BE(2)
  if (length < HEADER_OCTETS || length > datagram.length) return undefined
  return datagram.subarray(0, length)
}

function readAttributes(packet: Buffer): AttributeAt[] | undefined {
  const attributes: AttributeAt[] = []
  let offset = HEADER_OCTETS
  while (offset < packet.length) {
    const length = packet[offset + 1] ?? 0
    if (length < 2 || offset + length > packet.length) return undefined
    const at = offset + 2
    attributes.push({
      type: packet.readUInt8(offset),
      at,
      value: packet.subarray(at, offset + length),
    })
    offset += length
  }
  return attributes
}

function isSigned(packet: Buffer, attributes: AttributeAt[], request: Buffer, secret: string) {
  const asSigned = withAuthenticator(packet, authenticatorOf(request))
  if (!timingSafeEqual(packetDigest(asSigned, secret), authenticatorOf(packet))) return false

  return attributes
    .filter(({ type }) => type === MESSAGE_AUTHENTICATOR)
    .every(
      (attribute) =>
        isMarked(asSigned, attribute, secret) ||
        isMarked(withAuthenticator(packet, NO_DIGEST), attribute, secret)
    )
}

/**
 * RFC 5176 §3.4 computes the mark of a reply over the Request Authenticator; FreeRADIUS
 * (3.2.1, observed) over zeros, as for a request. Both need the secret, so both are taken.
 */
function isMarked(packet: Buffer, { at, value }: AttributeAt, secret: string) {
  if (value.length !== NO_DIGEST.length) return false
  return timingSafeEqual(
    messageDigest(withMessageAuthenticator(packet, at, NO_DIGEST), secret),
    value
  )
}

function errorCauseIn(attributes: AttributeAt[]) {
  const value = attributes.find(({ type }) => type === ERROR_CAUSE)?.value
  return value?.length === 4 ? value.readUInt32BE(0) : undefined
}
