import type { VirtualClock } from '../clock.js'
import type { Menus } from '../menus/menus.js'
import { Host } from './host.js'
import { hotspotServer, poolAddresses, timeOf } from './settings.js'

/** A phone can only join where a hotspot runs and addresses are left. */
export class CannotJoin extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'CannotJoin'
  }
}

/**
 * chatting: the phone is there and its apps keep talking, so nothing idles out.
 * quiet: there, asleep. gone: out of reach.
 */
export type Presence = 'chatting' | 'quiet' | 'gone'

/** DHCP leases, `/ip/hotspot/host`, and who is within reach. */
export class Hosts {
  readonly #hosts = new Map<string, Host>()
  readonly #leases = new Map<string, string>()
  readonly #presence = new Map<string, { state: Presence; since: number }>()
  #next = 1

  constructor(
    private readonly menus: Menus,
    private readonly clock: VirtualClock
  ) {}

  all(): Host[] {
    return [...this.#hosts.values()]
  }

  byMac(mac: string): Host | undefined {
    return this.#hosts.get(mac)
  }

  byAddress(address: string): Host | undefined {
    return this.all().find((host) => host.address === address)
  }

  presenceOf(mac: string): { state: Presence; since: number } {
    return this.#presence.get(mac) ?? { state: 'gone', since: 0 }
  }

  setPresence(mac: string, state: Presence): void {
    this.#presence.set(mac, { state, since: this.clock.now() })
    const host = this.#hosts.get(mac)
    if (host === undefined) return
    host.lastSeenAt = this.clock.now()
    if (host.session !== undefined) host.session.lastTrafficAt = this.clock.now()
  }

  /** The host row of a phone that sends something; made when there is none. Throws CannotJoin. */
  seen(mac: string): Host {
    const now = this.clock.now()
    const known = this.#hosts.get(mac)
    if (known !== undefined) {
      known.lastSeenAt = now
      return known
    }
    const server = hotspotServer(this.menus)
    if (server === undefined) throw new CannotJoin('this router runs no hotspot')
    const id = `*${(this.#next++).toString(16).toUpperCase()}`
    const host = new Host(id, mac, this.#lease(mac), server['name'] ?? '', now)
    this.#hosts.set(mac, host)
    return host
  }

  /** The same address as last time, else the lowest free one, else one of a phone that is gone. */
  #lease(mac: string): string {
    const pool = [...poolAddresses(this.menus)]
    const own = this.#leases.get(mac)
    if (own !== undefined && pool.includes(own)) return own
    const taken = new Set(this.#leases.values())
    let address = pool.find((one) => !taken.has(one))
    if (address === undefined) {
      const stale = [...this.#leases].find(([other]) => !this.#hosts.has(other))
      if (stale === undefined) throw new CannotJoin('no more free addresses from pool')
      this.#leases.delete(stale[0])
      address = stale[1]
    }
    this.#leases.set(mac, address)
    return address
  }

  forget(host: Host): void {
    if (this.#hosts.get(host.mac) === host) this.#hosts.delete(host.mac)
  }

  clear(): void {
    this.#hosts.clear()
  }

  /** Drops unauthorised hosts that the server's idle-timeout has run out for. */
  tick(now: number): void {
    const timeout = timeOf(hotspotServer(this.menus) ?? {}, 'idle-timeout')
    for (const host of this.all()) {
      if (this.presenceOf(host.mac).state === 'chatting') host.lastSeenAt = now
      if (host.session !== undefined || host.authorising) continue
      if (timeout !== undefined && now - host.lastSeenAt >= timeout) this.forget(host)
    }
  }
}
