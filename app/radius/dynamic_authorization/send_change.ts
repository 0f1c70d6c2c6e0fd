import {
  type DynamicAuthorizationOutcome,
  type DynamicAuthorizationRoute,
  type SessionIdentity,
} from './dynamic_authorization.js'
import { exchange } from './exchange.js'
import { encodeRequest, type Attribute } from './request_packet.js'
import { checkedSecret, checkedText, refused, sessionAttributes } from './session_attributes.js'

/** What RouterOS lets a CoA change here; data limits are not among it (Disconnect instead). */
export interface SessionChange {
  /** As RouterOS reads it: upload/download, `5M/10M`. */
  rateLimit?: string
  /** Seconds until the router ends the session, 1 to 2^32 - 1. */
  sessionTimeoutSeconds?: number
}

const MIKROTIK = 14988
const MIKROTIK_RATE_LIMIT = 8
/** A vendor's value shares the attribute with four octets of vendor and two of header. */
const MAX_VENDOR_VALUE_OCTETS = 247
const MAX_UINT32 = 0xffffffff

/**
 * Asks a router to change the speed or time of one running session (CoA-Request,
 * RFC 5176 §2.1).
 *
 * @throws DynamicAuthorizationNotSent
 */
export async function sendChange(
  target: DynamicAuthorizationRoute & SessionIdentity & SessionChange
): Promise<DynamicAuthorizationOutcome> {
  const changes = changeAttributes(target)
  if (changes.length === 0) throw refused('it changes nothing')
  const attributes = [...sessionAttributes(target), ...changes]
  return exchange(encodeRequest('CoA-Request', checkedSecret(target), attributes), target)
}

function changeAttributes({ rateLimit, sessionTimeoutSeconds }: SessionChange): Attribute[] {
  const attributes: Attribute[] = []
  if (rateLimit !== undefined) {
    const text = checkedText('Mikrotik-Rate-Limit', rateLimit, MAX_VENDOR_VALUE_OCTETS)
    attributes.push(['Vendor-Specific', MIKROTIK, [[MIKROTIK_RATE_LIMIT, Buffer.from(text)]]])
  }
  if (sessionTimeoutSeconds !== undefined) {
    attributes.push(['Session-Timeout', checkedSeconds(sessionTimeoutSeconds)])
  }
  return attributes
}

function checkedSeconds(seconds: number) {
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_UINT32) return seconds
  throw refused(`Session-Timeout must be 1 to ${MAX_UINT32} whole seconds and is ${seconds}`)
}
