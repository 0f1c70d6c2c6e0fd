import type { GardenHost } from './garden_host.js'
import { LAYER7_LIST, type GardenMenu, type GardenRow } from './walled_garden_row.js'

/** What the customers of one payment gateway must reach. */
export interface GardenGateway {
  name: string
  hosts: readonly GardenHost[]
  /** Names and expressions for /ip/firewall/layer7-protocol. */
  layer7: readonly { name: string; regexp: string }[]
}

export interface GardenWish {
  /** Enabled payment gateways. */
  gateways: readonly GardenGateway[]
  /** The portal's own hosts, and what the operator added. */
  hosts: readonly GardenHost[]
  /** The description's way, beside the one that works for HTTPS. */
  layer7: boolean
}

/** What of a router decides how it is told. */
export interface RouterKind {
  /** Of RouterOS. 6 follows no wildcard: it gets the names that are known below it. */
  major: number
  /** Where a name the router looks up for us is asked for: its own resolver. */
  resolver: string
}

/**
 * The rows a router must have so that an unpaid device reaches these hosts and nothing
 * else: lists of DNS names (kept resolved by the router), accepted by address and port
 * before the hotspot redirects (manual: HotSpot, walled-garden/ip), and the same names for
 * plain HTTP. Wildcards fill the lists as the router answers DNS (type=FWD).
 */
export function desiredWalledGarden(wish: GardenWish, kind: RouterKind): GardenRow[] {
  const hosts = merged([...wish.hosts, ...wish.gateways.flatMap((gateway) => gateway.hosts)])
  const rows = [
    ...hosts.flatMap((host) => listed(host, kind)),
    ...hosts.flatMap(accepted),
    ...hosts.map(allowed),
    ...(wish.layer7 ? layer7Rows(wish.gateways) : []),
  ]
  return withoutRepetition(rows)
}

/** One list for each set of ports, since a name can fill only one. */
function listOf({ ports }: GardenHost): string {
  return ['hotspot_walled_garden', ...ports].join('_')
}

function listed(target: GardenHost, { major, resolver }: RouterKind): GardenRow[] {
  if (target.byNameOnly) return []
  if (!isWildcard(target)) {
    return [row('/ip/firewall/address-list', { list: listOf(target), address: target.host })]
  }
  if (major < 7) return []
  return [
    row('/ip/dns/static', {
      'name': target.host.slice(2),
      'type': 'FWD',
      'match-subdomain': 'yes',
      'forward-to': resolver,
      'address-list': listOf(target),
    }),
  ]
}

/** A row a port: the menu takes one port or one range (manual: CLI reference). */
function accepted(target: GardenHost): GardenRow[] {
  if (target.byNameOnly) return []
  return target.ports.map((port) =>
    row('/ip/hotspot/walled-garden/ip', {
      'action': 'accept',
      'protocol': 'tcp',
      'dst-port': String(port),
      'dst-address-list': listOf(target),
    })
  )
}

function allowed({ host, ports }: GardenHost): GardenRow {
  return row('/ip/hotspot/walled-garden', {
    'action': 'allow',
    'dst-host': host,
    'dst-port': ports.join(','),
  })
}

function layer7Rows(gateways: readonly GardenGateway[]): GardenRow[] {
  const patterns = gateways.flatMap(({ layer7 }) => layer7)
  if (patterns.length === 0) return []
  return [
    ...patterns.map(({ name, regexp }) => row('/ip/firewall/layer7-protocol', { name, regexp })),
    ...patterns.map(({ name }) =>
      row('/ip/firewall/filter', {
        'chain': 'forward',
        'action': 'add-dst-to-address-list',
        'address-list': LAYER7_LIST,
        'address-list-timeout': 'none-static',
        'layer7-protocol': name,
      })
    ),
    row('/ip/hotspot/walled-garden/ip', { 'action': 'accept', 'dst-address-list': LAYER7_LIST }),
  ]
}

function isWildcard({ host }: GardenHost): boolean {
  return host.startsWith('*.')
}

function row(menu: GardenMenu, properties: Record<string, string>): GardenRow {
  return { menu, properties }
}

/** Gateways share hosts, and may want other ports of one: a name stands once, with all of them. */
function merged(hosts: readonly GardenHost[]): GardenHost[] {
  const byHost = new Map<string, GardenHost>()
  for (const each of hosts) {
    const known = byHost.get(each.host)
    const ports = [...new Set([...(known?.ports ?? []), ...each.ports])].toSorted((a, b) => a - b)
    const byNameOnly = (known?.byNameOnly ?? true) && each.byNameOnly
    byHost.set(each.host, { host: each.host, ports, ...(byNameOnly && { byNameOnly }) })
  }
  return [...byHost.values()]
}

function withoutRepetition(rows: readonly GardenRow[]): GardenRow[] {
  return [...new Map(rows.map((each) => [JSON.stringify(each), each])).values()]
}
