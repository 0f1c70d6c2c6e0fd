import type { Menus } from '../menus/menus.js'
import type { Attribute } from '../radius/attributes.js'
import { formatMac, hotspotServer, serverProfile } from './settings.js'
import type { Host } from './host.js'

const NAS_PORT_TYPE: Record<string, number> = {
  'ethernet': 15,
  'cable': 17,
  'wireless-802.11': 19,
}

export interface StationContext {
  menus: Menus
  /** The router's own address. */
  address: string
}

/**
 * What a hotspot tells about a client in every packet, in the order a real one
 * sends it (captured Access-Requests; facts §1).
 */
export function stationAttributes(
  { menus, address }: StationContext,
  host: Host,
  user: string,
  sessionNumber: number
): Attribute[] {
  const profile = serverProfile(menus)
  const server = hotspotServer(menus)
  return [
    ['NAS-Port-Type', NAS_PORT_TYPE[profile['nas-port-type'] ?? ''] ?? 19],
    ['Calling-Station-Id', formatMac(host.mac, profile['radius-mac-format'])],
    ['Called-Station-Id', host.server],
    ['NAS-Port-Id', server?.['interface'] ?? ''],
    ['User-Name', user],
    ['NAS-Port', sessionNumber],
    ['Acct-Session-Id', sessionNumber.toString(16).padStart(8, '0')],
    ['Framed-IP-Address', host.address],
    ['Mikrotik-Host-IP', host.address],
    ['NAS-Identifier', menus.settings('/system/identity')['name'] ?? ''],
    ['NAS-IP-Address', address],
  ]
}
