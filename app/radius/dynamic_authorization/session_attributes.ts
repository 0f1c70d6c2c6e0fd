import { isIPv4 } from 'node:net'
import {
  DynamicAuthorizationNotSent,
  type DynamicAuthorizationRoute,
  type SessionIdentity,
} from './dynamic_authorization.js'
import { type Attribute } from './request_packet.js'

/** An attribute's length octet counts its two octets of header too (RFC 2865 §5). */
const MAX_VALUE_OCTETS = 253

/**
 * The attributes that name a session, checked.
 *
 * @throws DynamicAuthorizationNotSent
 */
export function sessionAttributes(session: SessionIdentity): Attribute[] {
  const { userName, framedIp, acctSessionId } = session
  if (!isIPv4(framedIp)) throw refused(`Framed-IP-Address "${framedIp}" is not an IPv4 address`)
  return [
    ['User-Name', checkedText('User-Name', userName)],
    ['Framed-IP-Address', framedIp],
    ...(acctSessionId === undefined ? [] : [acctSessionIdOf(acctSessionId)]),
  ]
}

/** @throws DynamicAuthorizationNotSent when a text is empty or longer than it may be */
export function checkedText(name: string, text: string, maxOctets = MAX_VALUE_OCTETS): string {
  const octets = Buffer.byteLength(text, 'utf8')
  if (octets < 1 || octets > maxOctets) {
    throw refused(`${name} must have 1 to ${maxOctets} octets and has ${octets}`)
  }
  return text
}

/** @throws DynamicAuthorizationNotSent: an empty secret signs nothing */
export function checkedSecret({ secret, address }: DynamicAuthorizationRoute): string {
  if (secret === '') throw refused(`the RADIUS secret of the router at ${address} is empty`)
  return secret
}

export function refused(why: string) {
  return new DynamicAuthorizationNotSent(`The request was not sent: ${why}.`)
}

function acctSessionIdOf(id: string): Attribute {
  return ['Acct-Session-Id', checkedText('Acct-Session-Id', id)]
}
