interface Details extends ErrorOptions {
  indeterminate?: boolean
}

/**
 * What can go wrong between us and a router's API. `indeterminate` means that a
 * command was on its way: it may or may not have been carried out, so read the
 * router's state back before deciding anything.
 */
export abstract class RouterApiError extends Error {
  abstract readonly code: string
  readonly indeterminate: boolean

  constructor(message: string, { indeterminate = false, ...options }: Details = {}) {
    super(message, options)
    this.name = new.target.name
    this.indeterminate = indeterminate
  }
}

/** What kept a connection from standing, for whoever explains it further. */
export type UnreachableReason =
  'refused' | 'no_route' | 'unknown_name' | 'reset' | 'silent' | 'tls' | 'inside' | 'busy' | 'other'

/** Nothing could be reached: refused, no route, unknown name, no TLS. Nothing was sent. */
export class RouterUnreachable extends RouterApiError {
  readonly code: string = 'E_ROUTER_UNREACHABLE'
  readonly reason: UnreachableReason

  constructor(message: string, { reason = 'other', ...options }: UnreachableDetails = {}) {
    super(message, options)
    this.reason = reason
  }
}

interface UnreachableDetails extends Details {
  reason?: UnreachableReason
}

/** The address is one we do not connect to: of our own networks, or not this router's. */
export class RouterAddressRefused extends RouterUnreachable {
  override readonly code = 'E_ROUTER_ADDRESS_REFUSED'
}

/** One side speaks TLS and the other does not. */
export class RouterTlsMismatch extends RouterUnreachable {
  override readonly code = 'E_ROUTER_TLS_MISMATCH'
}

/** The router shows another certificate than the one it was known by. Nothing was sent. */
export class RouterCertificateChanged extends RouterApiError {
  readonly code = 'E_ROUTER_CERTIFICATE_CHANGED'
  /** SHA-256 of the certificate it shows now. */
  readonly seen: string

  constructor(message: string, seen: string) {
    super(message)
    this.seen = seen
  }
}

/** A deadline passed. Unknown rather than failed when it was a command's. */
export class RouterTimeout extends RouterApiError {
  readonly code = 'E_ROUTER_TIMEOUT'
}

/** The router knows no such API user, or the password is another. */
export class RouterLoginRefused extends RouterApiError {
  readonly code = 'E_ROUTER_LOGIN_REFUSED'
}

/** The connection broke, or was closed, under a command or before it could be sent. */
export class RouterConnectionLost extends RouterApiError {
  readonly code = 'E_ROUTER_CONNECTION_LOST'
}

/** The router ended the session by itself (`!fatal`) and said why. */
export class RouterFatal extends RouterApiError {
  readonly code = 'E_ROUTER_FATAL'
}

/** What answers does not speak the RouterOS API. */
export class RouterProtocolError extends RouterApiError {
  readonly code = 'E_ROUTER_PROTOCOL'
}

/** Trap categories 0 to 7 as the API manual numbers them. */
const CATEGORIES = [
  'missing item or command',
  'argument value failure',
  'command interrupted',
  'scripting failure',
  'general failure',
  'API failure',
  'terminal failure',
  'value from :return',
]

/** The router understood the command and refused it (`!trap`). */
export class RouterTrap extends RouterApiError {
  readonly code = 'E_ROUTER_TRAP'
  readonly category: number | undefined
  /** The router's own words. */
  readonly text: string

  constructor(command: string, text: string, category?: number) {
    const kind = category === undefined ? undefined : CATEGORIES[category]
    super(`The router refused ${command}: ${text}${kind ? ` (${kind})` : ''}`)
    this.category = category
    this.text = text
  }
}
