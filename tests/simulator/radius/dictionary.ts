export type AttributeKind = 'string' | 'octets' | 'integer' | 'address' | 'time'

export interface AttributeDefinition {
  readonly name: string
  readonly type: number
  readonly kind: AttributeKind
  /** Private enterprise number when the attribute travels inside Vendor-Specific (26). */
  readonly vendor?: number
}

export const MIKROTIK = 14988
const WISPR = 14122

const standard = (name: string, type: number, kind: AttributeKind): AttributeDefinition => ({
  name,
  type,
  kind,
})
const mikrotik = (name: string, type: number, kind: AttributeKind): AttributeDefinition => ({
  name: `Mikrotik-${name}`,
  type,
  kind,
  vendor: MIKROTIK,
})

/** RFC 2865, 2866, 2869, 3576, 5176 and MikroTik's own, as far as a hotspot speaks them. */
const DEFINITIONS: readonly AttributeDefinition[] = [
  standard('User-Name', 1, 'string'),
  standard('User-Password', 2, 'octets'),
  standard('CHAP-Password', 3, 'octets'),
  standard('NAS-IP-Address', 4, 'address'),
  standard('NAS-Port', 5, 'integer'),
  standard('Service-Type', 6, 'integer'),
  standard('Framed-IP-Address', 8, 'address'),
  standard('Filter-Id', 11, 'string'),
  standard('Reply-Message', 18, 'string'),
  standard('State', 24, 'octets'),
  standard('Class', 25, 'octets'),
  standard('Session-Timeout', 27, 'integer'),
  standard('Idle-Timeout', 28, 'integer'),
  standard('Called-Station-Id', 30, 'string'),
  standard('Calling-Station-Id', 31, 'string'),
  standard('NAS-Identifier', 32, 'string'),
  standard('Proxy-State', 33, 'octets'),
  standard('Acct-Status-Type', 40, 'integer'),
  standard('Acct-Delay-Time', 41, 'integer'),
  standard('Acct-Input-Octets', 42, 'integer'),
  standard('Acct-Output-Octets', 43, 'integer'),
  standard('Acct-Session-Id', 44, 'string'),
  standard('Acct-Authentic', 45, 'integer'),
  standard('Acct-Session-Time', 46, 'integer'),
  standard('Acct-Input-Packets', 47, 'integer'),
  standard('Acct-Output-Packets', 48, 'integer'),
  standard('Acct-Terminate-Cause', 49, 'integer'),
  standard('Acct-Input-Gigawords', 52, 'integer'),
  standard('Acct-Output-Gigawords', 53, 'integer'),
  standard('Event-Timestamp', 55, 'time'),
  standard('CHAP-Challenge', 60, 'octets'),
  standard('NAS-Port-Type', 61, 'integer'),
  standard('Port-Limit', 62, 'integer'),
  standard('Message-Authenticator', 80, 'octets'),
  standard('Acct-Interim-Interval', 85, 'integer'),
  standard('NAS-Port-Id', 87, 'string'),
  standard('Error-Cause', 101, 'integer'),
  mikrotik('Recv-Limit', 1, 'integer'),
  mikrotik('Xmit-Limit', 2, 'integer'),
  mikrotik('Group', 3, 'string'),
  mikrotik('Rate-Limit', 8, 'string'),
  mikrotik('Host-IP', 10, 'address'),
  mikrotik('Mark-Id', 11, 'string'),
  mikrotik('Advertise-URL', 12, 'string'),
  mikrotik('Advertise-Interval', 13, 'integer'),
  mikrotik('Recv-Limit-Gigawords', 14, 'integer'),
  mikrotik('Xmit-Limit-Gigawords', 15, 'integer'),
  mikrotik('Total-Limit', 17, 'integer'),
  mikrotik('Total-Limit-Gigawords', 18, 'integer'),
  mikrotik('Address-List', 19, 'string'),
  { name: 'WISPr-Logoff-URL', type: 3, kind: 'string', vendor: WISPR },
  {
    name: 'WISPr-Session-Terminate-Time',
    type: 9,
    kind: 'string',
    vendor: WISPR,
  },
]

const key = (type: number, vendor: number | undefined) => `${vendor ?? 0}:${type}`
const byName = new Map(DEFINITIONS.map((one) => [one.name, one]))
const byCode = new Map(DEFINITIONS.map((one) => [key(one.type, one.vendor), one]))

export function definitionOf(name: string): AttributeDefinition {
  const definition = byName.get(name)
  if (definition === undefined) throw new Error(`No RADIUS attribute is called ${name}`)
  return definition
}

/** Attributes outside the dictionary keep their number as a name and their octets as a value. */
export function definitionFor(type: number, vendor?: number): AttributeDefinition {
  const unknown = vendor === undefined ? `Attr-${type}` : `Attr-26.${vendor}.${type}`
  return (
    byCode.get(key(type, vendor)) ?? {
      name: unknown,
      type,
      kind: 'octets',
      vendor,
    }
  )
}

export const CODE = {
  accessRequest: 1,
  accessAccept: 2,
  accessReject: 3,
  accountingRequest: 4,
  accountingResponse: 5,
  accessChallenge: 11,
  disconnectRequest: 40,
  disconnectAck: 41,
  disconnectNak: 42,
  coaRequest: 43,
  coaAck: 44,
  coaNak: 45,
} as const
