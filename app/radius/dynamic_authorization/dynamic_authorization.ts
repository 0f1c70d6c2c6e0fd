/** A router's dynamic authorization port (RouterOS: /radius/incoming), and how long to try. */
export interface DynamicAuthorizationRoute {
  /** Address of the router, as it stands in radius_clients. */
  address: string
  /** 3799 unless told (RFC 5176 §2.1); RouterOS's own default is another, so it is always set. */
  port?: number
  /** The secret of the router's /radius entry. */
  secret: string
  /** Local address to send from: the one the router knows as its RADIUS server. */
  sourceAddress?: string
  /** Until giving up, all attempts together, in milliseconds; 7000 unless told. */
  timeoutMs?: number
  /** How often the same packet is sent, waits doubling in between; 3 unless told. */
  attempts?: number
}

/**
 * Which session is meant. RouterOS needs more than one identifier: by User-Name alone it
 * was seen to end a Wi-Fi association instead of the hotspot session.
 */
export interface SessionIdentity {
  userName: string
  /** The customer's IPv4 address. */
  framedIp: string
  /** As in radacct; absent only if no Accounting-Start ever came. */
  acctSessionId?: string
}

/**
 * What came of it.
 * - ack: the router did it
 * - nak: the router refused; `errorCause` per RFC 5176 §3.5, if it gave one
 * - timeout: unknown, not failed. `port_closed`: nothing listens there (/radius/incoming
 *   accept=yes); `bad_replies`: replies came that our secret did not sign, so the secrets
 *   probably differ; `silent`: nothing came at all, which a differing secret causes too
 */
export type DynamicAuthorizationOutcome =
  | { outcome: 'ack' }
  | { outcome: 'nak'; errorCause: number | undefined; reason: string }
  | { outcome: 'timeout'; attempts: number; reason: 'silent' | 'port_closed' | 'bad_replies' }

/** The request never left: a wrong argument, an unknown name, no route, no such local address. */
export class DynamicAuthorizationNotSent extends Error {
  readonly code = 'E_DYNAMIC_AUTHORIZATION_NOT_SENT'
  override name = 'DynamicAuthorizationNotSent'
}
