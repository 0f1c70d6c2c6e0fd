import { BlockList, isIPv4 } from 'node:net'
import type { Menus } from '../menus/menus.js'
import type { Row } from '../menus/menu.js'
import { resolveName } from './outbound.js'

export interface Destination {
  readonly host: string
  readonly port: number
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

/** What unauthorised clients may reach, by `/ip/hotspot/walled-garden` (HTTP) and `…/ip`. */
export class WalledGarden {
  constructor(private readonly menus: Menus) {}

  async allows(destination: Destination): Promise<boolean> {
    const { http } = destination
    // the HTTP list sees only plain HTTP; on live RouterOS 7 it had no hits for HTTPS (facts §5)
    if (http !== undefined) {
      const rule = this.menus
        .rows('/ip/hotspot/walled-garden')
        .find((row) => this.#matchesHttp(row, destination, http))
      if (rule !== undefined) return rule['action'] !== 'deny'
    }
    for (const row of this.menus.rows('/ip/hotspot/walled-garden/ip')) {
      if (await this.#matchesIp(row, destination)) return (row['action'] ?? 'accept') === 'accept'
    }
    return false
  }

  #matchesHttp(
    row: Row,
    { host, port }: Destination,
    http: { path: string; method: string }
  ): boolean {
    return (
      enabled(row) &&
      field(row, 'dst-host', (pattern) => matchesPattern(pattern, host)) &&
      field(row, 'dst-port', (ports) => portIn(ports, port)) &&
      field(row, 'path', (pattern) => matchesPattern(pattern, http.path)) &&
      field(row, 'method', (method) => method === http.method)
    )
  }

  async #matchesIp(row: Row, { host, port }: Destination): Promise<boolean> {
    if (!enabled(row)) return false
    if (!field(row, 'protocol', (protocol) => protocol === 'tcp' || protocol === '6')) return false
    if (!field(row, 'dst-port', (ports) => portIn(ports, port))) return false
    const name = row['dst-host'] ?? ''
    // dst-address and dst-address-list are ignored where dst-host is set
    if (name !== '') return matchesPattern(name, host)
    const addresses = await resolveName(host)
    const [ranges, list] = [row['dst-address'], row['dst-address-list']]
    const some = (test: (address: string) => boolean) => addresses.some(test)
    if (
      !field(row, 'dst-address', () =>
        some((address) => inRange((ranges ?? '').replace('!', ''), address))
      )
    )
      return false
    if (list === undefined || list === '') return true
    const listed = await this.#listed(list.replace('!', ''), addresses)
    return list.startsWith('!') ? !listed : listed
  }

  /** Entries of an address list may be DNS names, which the router resolves by itself. */
  async #listed(list: string, addresses: readonly string[]): Promise<boolean> {
    const rows = this.menus
      .rows('/ip/firewall/address-list')
      .filter((row) => enabled(row) && row['list'] === list)
    for (const row of rows) {
      const entry = row['address'] ?? ''
      const named = /[a-z]/i.test(entry) ? await resolveName(entry) : []
      if (addresses.some((address) => named.includes(address) || inRange(entry, address)))
        return true
    }
    return false
  }
}
