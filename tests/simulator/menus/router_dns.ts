import { isIPv4 } from 'node:net'
import type { NameTable } from '../names.js'
import { parseDuration } from './duration.js'
import type { Row } from './menu.js'
import type { Menus } from './menus.js'

interface Learned {
  readonly list: string
  readonly address: string
  /** What the dynamic row's comment says it came from. */
  readonly origin: string
  readonly until: number
}

const DEFAULT_TTL = 300_000
const on = (row: Row) => row['disabled'] !== 'true'

/**
 * The router's DNS: static entries, names in address lists and what forwarded
 * queries put there (MikroTik, DNS, "address-list" and "match-subdomain").
 */
export class RouterDns {
  readonly #listed = new Map<string, readonly string[]>()
  readonly #cache = new Map<string, readonly string[]>()
  #learned: Learned[] = []

  constructor(
    private readonly menus: Menus,
    private readonly names: NameTable,
    private readonly now: () => number
  ) {
    menus.watch('/ip/firewall/address-list', () => this.#lookUpNew())
    menus.menu('/ip/firewall/address-list').show({ rows: () => this.#dynamicRows() })
    menus.menu('/ip/dns/cache').show({ rows: () => this.#cacheRows() })
  }

  /** A list that is filled name by name must not have all of them looked up for each. */
  async #lookUpNew(): Promise<void> {
    const rows = this.menus.menu('/ip/firewall/address-list').stored()
    const names = rows.map((row) => row['address'] ?? '').filter((name) => /[a-z]/i.test(name))
    const unknown = names.filter((name) => !this.#listed.has(name))
    await Promise.all(
      unknown.map(async (name) => this.#listed.set(name, await this.names.resolve(name)))
    )
  }

  /** What a phone behind the hotspot is answered for a name. */
  async query(name: string): Promise<string[]> {
    if (isIPv4(name)) return [name]
    const entry = this.#entryFor(name)
    const answer = await this.#answer(name, entry)
    this.#cache.set(name, answer)
    this.#learn(name, entry, answer)
    return answer
  }

  async #answer(name: string, entry: Row | undefined): Promise<string[]> {
    const type = entry?.['type'] ?? (entry === undefined ? 'FWD' : 'A')
    if (type === 'NXDOMAIN') return []
    if (type === 'A' && entry?.['address'] !== undefined) return [entry['address']]
    if (type === 'CNAME' && entry?.['cname'] !== undefined)
      return this.names.resolve(entry['cname'])
    return this.names.resolve(name)
  }

  #entryFor(name: string): Row | undefined {
    const lower = name.toLowerCase()
    return this.menus.rows('/ip/dns/static').find((row) => {
      if (!on(row)) return false
      if ((row['regexp'] ?? '') !== '') return new RegExp(row['regexp'] ?? '').test(lower)
      const own = (row['name'] ?? '').toLowerCase()
      return own === lower || (row['match-subdomain'] === 'true' && lower.endsWith(`.${own}`))
    })
  }

  /** The answer goes to the entry's list until its time to live is over. */
  #learn(name: string, entry: Row | undefined, answer: readonly string[]): void {
    const list = entry?.['address-list'] ?? ''
    if (list === '') return
    const extra =
      parseDuration(this.menus.settings('/ip/dns')['address-list-extra-time'] ?? '') ?? 0
    const until = this.now() + DEFAULT_TTL + extra
    this.#learned = this.#learned.filter(
      (one) => !(one.list === list && answer.includes(one.address))
    )
    for (const address of answer) this.#learned.push({ list, address, origin: name, until })
  }

  #dynamicRows(): Row[] {
    const rows: Row[] = []
    const add = (list: string, address: string, comment: string) =>
      rows.push({
        '.id': `*D${(rows.length + 1).toString(16).toUpperCase()}`,
        list,
        address,
        comment,
        'dynamic': 'true',
        'disabled': 'false',
      })
    for (const row of this.menus.menu('/ip/firewall/address-list').stored()) {
      const address = row['address'] ?? ''
      const known = this.names.known(address) ?? this.#listed.get(address) ?? []
      const named = on(row) && /[a-z]/i.test(address) ? known : []
      for (const one of named) add(row['list'] ?? '', one, address)
    }
    for (const one of this.#learned)
      if (one.until > this.now()) add(one.list, one.address, one.origin)
    return rows
  }

  #cacheRows(): Row[] {
    return [...this.#cache].flatMap(([name, answer]) =>
      answer.map((data, index) => ({
        '.id': `*${name}${index}`,
        name,
        'type': 'A',
        data,
        'ttl': '5m',
        'static': 'false',
      }))
    )
  }
}
