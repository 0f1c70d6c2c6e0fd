import { randomInt } from 'node:crypto'
import radius from 'radius'
import {
  messageDigest,
  NO_DIGEST,
  packetDigest,
  withAuthenticator,
  withMessageAuthenticator,
} from './authenticators.js'

export type RequestCode = 'CoA-Request' | 'Disconnect-Request'

/** An attribute as the radius package takes it; a vendor's with its number and its own list. */
export type Attribute =
  | [name: string, value: string | number | Buffer]
  | [name: string, vendor: number, [number, Buffer][]]

/** Message-Authenticator comes first, right behind the 20 octets of header and its own two. */
const MESSAGE_AUTHENTICATOR_AT = 22

/**
 * A signed CoA- or Disconnect-Request. The radius package lays the attributes out; the
 * signing is ours, since it computes Message-Authenticator after the Request
 * Authenticator, where RFC 5176 §3.4 wants it first, over an authenticator of zeros.
 */
export function encodeRequest(
  code: RequestCode,
  secret: string,
  attributes: Attribute[],
  identifier: number = randomInt(256)
): Buffer {
  const unsigned = radius.encode({
    code,
    secret,
    identifier,
    attributes: [['Message-Authenticator', NO_DIGEST], ...attributes],
  })
  const zeroed = withAuthenticator(unsigned, NO_DIGEST)
  const digest = messageDigest(zeroed, secret)
  const marked = withMessageAuthenticator(zeroed, MESSAGE_AUTHENTICATOR_AT, digest)
  return withAuthenticator(marked, packetDigest(marked, secret))
}
