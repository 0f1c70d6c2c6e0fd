import { integerOf, textOf, type RadiusPacket } from '../radius/packet.js'
import { parseRateLimit, type RateLimit } from './rate_limit.js'

/** What an Access-Accept, a local user or a user profile allows a session. */
export interface Grant {
  /** Seconds from the session's start. */
  sessionTimeout: number | undefined
  /** Seconds without traffic. */
  idleTimeout: number | undefined
  /** Octets, both directions together. */
  totalLimit: bigint | undefined
  /** Octets from the client. */
  receiveLimit: bigint | undefined
  /** Octets to the client. */
  transmitLimit: bigint | undefined
  rateLimit: RateLimit | undefined
  rateLimitText: string | undefined
  /** Seconds between interim updates, when the profile takes the server's word. */
  interimInterval: number | undefined
  sharedUsers: number | undefined
  classes: readonly Buffer[]
  profile: string | undefined
  addressList: string | undefined
}

export function emptyGrant(): Grant {
  return {
    sessionTimeout: undefined,
    idleTimeout: undefined,
    totalLimit: undefined,
    receiveLimit: undefined,
    transmitLimit: undefined,
    rateLimit: undefined,
    rateLimitText: undefined,
    interimInterval: undefined,
    sharedUsers: undefined,
    classes: [],
    profile: undefined,
    addressList: undefined,
  }
}

/** `gigawords · 2^32 + limit`; without either, or with 0, there is no limit. */
export function combinedLimit(
  limit: number | undefined,
  gigawords: number | undefined
): bigint | undefined {
  const octets = (BigInt(gigawords ?? 0) << 32n) + BigInt(limit ?? 0)
  return octets === 0n ? undefined : octets
}

function limitOf(packet: RadiusPacket, name: string): bigint | undefined {
  return combinedLimit(integerOf(packet, name), integerOf(packet, `${name}-Gigawords`))
}

const positive = (seconds: number | undefined) =>
  seconds === undefined || seconds === 0 ? undefined : seconds

/** Reads what a RADIUS packet grants. Throws InvalidRateLimit. */
export function readGrant(packet: RadiusPacket): Grant {
  const rate = textOf(packet, 'Mikrotik-Rate-Limit')
  return {
    sessionTimeout: positive(integerOf(packet, 'Session-Timeout')),
    idleTimeout: positive(integerOf(packet, 'Idle-Timeout')),
    totalLimit: limitOf(packet, 'Mikrotik-Total-Limit'),
    receiveLimit: limitOf(packet, 'Mikrotik-Recv-Limit'),
    transmitLimit: limitOf(packet, 'Mikrotik-Xmit-Limit'),
    rateLimit: rate === undefined || rate === '' ? undefined : parseRateLimit(rate),
    rateLimitText: rate === '' ? undefined : rate,
    interimInterval: positive(integerOf(packet, 'Acct-Interim-Interval')),
    sharedUsers: integerOf(packet, 'Port-Limit'),
    classes: packet.attributes
      .filter(([name]) => name === 'Class')
      .flatMap(([, value]) => (Buffer.isBuffer(value) ? [value] : [])),
    profile: textOf(packet, 'Mikrotik-Group'),
    addressList: textOf(packet, 'Mikrotik-Address-List'),
  }
}
