import { ERROR_CAUSE, type ChangeVerdict } from '../radius/incoming.js'
import { textOf, type RadiusPacket } from '../radius/packet.js'
import { readGrant } from './grant.js'
import type { Hotspot } from './hotspot.js'
import { InvalidRateLimit } from './rate_limit.js'
import { CAUSE, type Session } from './session.js'

const IDENTIFYING = [
  'User-Name',
  'Framed-IP-Address',
  'Acct-Session-Id',
  'Calling-Station-Id',
] as const
const IGNORED = new Set([
  'Message-Authenticator',
  'Event-Timestamp',
  'Proxy-State',
  'NAS-Identifier',
  'NAS-IP-Address',
  'NAS-Port',
])

/** What a CoA may change for a hotspot client (MikroTik's RADIUS page; Total-Limit and gigawords are not on it). */
const CHANGEABLE = new Set([
  'Mikrotik-Group',
  'Mikrotik-Recv-Limit',
  'Mikrotik-Xmit-Limit',
  'Mikrotik-Rate-Limit',
  'Mikrotik-Mark-Id',
  'Filter-Id',
  'Mikrotik-Advertise-URL',
  'Mikrotik-Advertise-Interval',
  'Session-Timeout',
  'Idle-Timeout',
  'Port-Limit',
])

function propertyOf(session: Session, name: (typeof IDENTIFYING)[number]): string {
  if (name === 'User-Name') return session.user
  if (name === 'Framed-IP-Address') return session.host.address
  return name === 'Acct-Session-Id' ? session.sessionId : session.host.mac
}

/**
 * The session a request means. Everything given must agree, and at least two
 * must be given: User-Name alone is known to reach the Wi-Fi association and
 * not the hotspot session (facts §2).
 */
function sessionMeant(hotspot: Hotspot, packet: RadiusPacket): Session | undefined {
  const given = IDENTIFYING.filter((name) => textOf(packet, name) !== undefined)
  if (given.length < 2) return undefined
  return hotspot.sessions
    .all()
    .find((session) => given.every((name) => propertyOf(session, name) === textOf(packet, name)))
}

export interface ChangeContext {
  hotspot: Hotspot
  address: string
  identity: () => string
}

function meantForAnother({ address, identity }: ChangeContext, packet: RadiusPacket): boolean {
  const [nasAddress, nasIdentifier] = [
    textOf(packet, 'NAS-IP-Address'),
    textOf(packet, 'NAS-Identifier'),
  ]
  return (
    (nasAddress !== undefined && nasAddress !== address) ||
    (nasIdentifier !== undefined && nasIdentifier !== identity())
  )
}

/** Disconnect-Request: logs the session out, with Admin-Reset in its accounting. */
export function disconnectSession(context: ChangeContext, packet: RadiusPacket): ChangeVerdict {
  if (meantForAnother(context, packet)) return ERROR_CAUSE.nasIdentificationMismatch
  const session = sessionMeant(context.hotspot, packet)
  if (session === undefined) return ERROR_CAUSE.sessionContextNotFound
  context.hotspot.sessions.end(session, CAUSE.adminReset)
  return undefined
}

/** CoA-Request: all of it is applied, or none (RFC 5176 §2.2). Session-Timeout counts from the start. */
export function changeSession(context: ChangeContext, packet: RadiusPacket): ChangeVerdict {
  if (meantForAnother(context, packet)) return ERROR_CAUSE.nasIdentificationMismatch
  const identifying: readonly string[] = IDENTIFYING
  const asked = packet.attributes
    .map(([name]) => name)
    .filter((name) => !identifying.includes(name) && !IGNORED.has(name))
  if (asked.some((name) => !CHANGEABLE.has(name))) return ERROR_CAUSE.unsupportedAttribute
  const session = sessionMeant(context.hotspot, packet)
  if (session === undefined) return ERROR_CAUSE.sessionContextNotFound
  if (asked.length === 0) return ERROR_CAUSE.missingAttribute
  try {
    const changed = Object.entries(readGrant(packet)).filter(
      ([name, value]) => name !== 'classes' && value !== undefined
    )
    session.grant = { ...session.grant, ...Object.fromEntries(changed) }
    return undefined
  } catch (error) {
    if (error instanceof InvalidRateLimit) return ERROR_CAUSE.invalidAttributeValue
    throw error
  }
}
