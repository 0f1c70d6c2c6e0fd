import { BlockList, isIPv4 } from 'node:net'
import type { Menus } from '../menus/menus.js'
import type { Row } from '../menus/menu.js'
import type { RouterDns } from '../menus/router_dns.js'
import { hotspotServer } from './settings.js'

export interface Destination {
  readonly host: string
  readonly port: number
  /** The phone's address. */
  readonly source: string
  /** Undefined for HTTPS, where the router sees no path and no method. */
  readonly http: { readonly path: string; readonly method: string } | undefined
}

/** Whole-string match with `*` and `?`; a leading `:` makes it a regular expression. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (pattern.startsWith(':')) return new RegExp(pattern.slice(1), 'i').test(text)
  const body = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${body}$`, 'i').test(text)
}

/** An argument that may be negated with `!`; absent matches everything. */
function field(row: Row, name: string, test: (value: string) => boolean): boolean {
  const value = row[name]
  if (value === undefined || value === '') return true
  return value.startsWith('!') ? !test(value.slice(1)) : test(value)
}

export function inRange(range: string, address: string): boolean {
  const list = new BlockList()
  const [from, to] = range.split('-')
  const [base, length] = range.split('/')
  if (!isIPv4(address)) return false
  if (to !== undefined && isIPv4(from ?? '') && isIPv4(to)) list.addRange(from ?? '', to)
  else if (isIPv4(base ?? '')) list.addSubnet(base ?? '', Number(length ?? 32))
  return list.check(address)
}

function portIn(ranges: string, port: number): boolean {
  return ranges.split(',').some((range) => {
    const [from, to] = range.split('-').map(Number)
    return from !== undefined && port >= from && port <= (to ?? from)
  })
}

const enabled = (row: Row) => row['disabled'] !== 'true'

/** A host that an unpaid phone was not let through to. */
export interface RefusedHost {
  readonly host: string
  readonly port: number
}

/**
 * What unauthorised clients may reach. HTTP is looked at by
 * `/ip/hotspot/walled-garden`, everything by `…/ip`; both in order, the first
 * match deciding (MikroTik, HotSpot). Firewall rules, Layer7 ones included,
 * see nothing of a blocked phone's TLS: it is redirected before `forward`.
 */
export class WalledGarden {
  /** What was refused so far, oldest first. */
  readonly refused: RefusedHost[] = []
  readonly #hits = new Map<string, number>()

  constructor(
    private readonly menus: Menus,
    private readonly dns: RouterDns
  ) {
    if (!menus.has('/ip/hotspot/walled-garden')) return
    menus
      .menu('/ip/hotspot/walled-garden')
      .annotate((row) => ({ hits: String(this.#hits.get(row['.id'] ?? '') ?? 0) }))
  }

  async allows(destination: Destination): Promise<boolean> {
    const open = await this.#decide(destination)
    if (!open) this.refused.push({ host: destination.host, port: destination.port })
    return open
  }

  async #decide(destination: Destination): Promise<boolean> {
    const { http } = destination
    // the HTTP list sees only plain HTTP; on live RouterOS 7 it had no hits for HTTPS (facts §5)
    if (http !== undefined) {
      const rule = this.menus
        .rows('/ip/hotspot/walled-garden')
        .find((row) => this.#matchesHttp(row, destination, http))
      if (rule !== undefined) {
        const id = rule['.id'] ?? ''
        this.#hits.set(id, (this.#hits.get(id) ?? 0) + 1)
        return rule['action'] !== 'deny'
      }
    }
    const rows = this.menus.rows('/ip/hotspot/walled-garden/ip')
    if (!rows.some(enabled)) return false
    const addresses = await this.dns.query(destination.host)
    for (const row of rows) {
      if (await this.#matchesIp(row, destination, addresses))
        return (row['action'] ?? 'accept') === 'accept'
    }
    return false
  }

  #concerns(row: Row, { source }: Destination): boolean {
    const server = hotspotServer(this.menus)?.['name']
    return (
      enabled(row) &&
      field(row, 'server', (name) => name === 'all' || name === server) &&
      field(row, 'src-address', (range) => inRange(range, source))
    )
  }

  #matchesHttp(
    row: Row,
    destination: Destination,
    http: { path: string; method: string }
  ): boolean {
    const { host, port } = destination
    return (
      this.#concerns(row, destination) &&
      field(row, 'dst-host', (pattern) => matchesPattern(pattern, host)) &&
      field(row, 'dst-port', (ports) => portIn(ports, port)) &&
      field(row, 'path', (pattern) => matchesPattern(pattern, http.path)) &&
      field(row, 'method', (method) => method.toUpperCase() === http.method)
    )
  }

  async #matchesIp(
    row: Row,
    destination: Destination,
    addresses: readonly string[]
  ): Promise<boolean> {
    const { host, port, source } = destination
    if (!this.#concerns(row, destination)) return false
    if (!field(row, 'protocol', (protocol) => protocol === 'tcp' || protocol === '6')) return false
    if (!field(row, 'dst-port', (ports) => portIn(ports, port))) return false
    if (!field(row, 'src-address-list', (list) => this.#listed(list, [source]))) return false
    const name = row['dst-host'] ?? ''
    // dst-address and dst-address-list are ignored where dst-host is set; the name
    // becomes a dynamic entry with its addresses, so wildcards name nothing here
    if (name !== '') {
      const own = name.toLowerCase() === host.toLowerCase() ? addresses : await this.dns.query(name)
      return own.some((address) => addresses.includes(address))
    }
    return (
      field(row, 'dst-address', (range) => addresses.some((address) => inRange(range, address))) &&
      field(row, 'dst-address-list', (list) => this.#listed(list, addresses))
    )
  }

  /** Names in a list count by the dynamic rows that the router has made of them. */
  #listed(list: string, addresses: readonly string[]): boolean {
    return this.menus
      .rows('/ip/firewall/address-list')
      .filter((row) => enabled(row) && row['list'] === list)
      .some((row) => addresses.some((address) => inRange(row['address'] ?? '', address)))
  }
}
