import { createHash, createHmac } from 'node:crypto'

const AUTHENTICATOR_AT = 4
const ATTRIBUTES_AT = 20
const DIGEST_OCTETS = 16

/** A copy of the packet with these 16 octets in the place of its authenticator. */
export function withAuthenticator(packet: Buffer, authenticator: Buffer): Buffer {
  return Buffer.concat([
    packet.subarray(0, AUTHENTICATOR_AT),
    authenticator,
    packet.subarray(ATTRIBUTES_AT),
  ])
}

export function authenticatorOf(packet: Buffer): Buffer {
  return packet.subarray(AUTHENTICATOR_AT, ATTRIBUTES_AT)
}

/** A copy with the Message-Authenticator whose value begins at `at` replaced. */
export function withMessageAuthenticator(packet: Buffer, at: number, value: Buffer): Buffer {
  return Buffer.concat([packet.subarray(0, at), value, packet.subarray(at + DIGEST_OCTETS)])
}

/** MD5 over packet and secret: Request and Response Authenticator (RFC 5176 §2.3). */
export function packetDigest(packet: Buffer, secret: string): Buffer {
  return createHash('md5').update(packet).update(secret, 'utf8').digest()
}

/** HMAC-MD5 over the packet: Message-Authenticator (RFC 5176 §3.4, RFC 3579 §3.2). */
export function messageDigest(packet: Buffer, secret: string): Buffer {
  return createHmac('md5', secret).update(packet).digest()
}

export const NO_DIGEST: Buffer = Buffer.alloc(DIGEST_OCTETS)
