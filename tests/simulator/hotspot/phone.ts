import {
  MOST_REDIRECTS,
  nextOf,
  type BrowseResult,
  type LoginForm,
  type LoginResult,
} from './browsing.js'
import type { Gateway } from './gateway.js'
import type { Host } from './host.js'
import { CannotJoin } from './hosts.js'
import { inventMac } from './invent_mac.js'
import type { Hotspot, Passage } from './hotspot.js'
import { fetchOnce, type Fetched, type FetchOptions } from './outbound.js'
import type { Octets, Session } from './session.js'
import { PROBE_URL } from './virtual_internet.js'

/** What a phone joins: a router with a hotspot. */
export interface AccessPoint {
  readonly address: string
  readonly hotspot: Hotspot
  openGateway(phone: Phone): Promise<Gateway>
  /** What DHCP says under this number. */
  dhcpOption(code: number): string | undefined
}

/** A customer's phone: it joins, browses, uses data and walks away. */
export class Phone {
  #mac: string
  #gateways = new Map<AccessPoint, Gateway>()
  #joined: AccessPoint | undefined
  #joinedBefore = false

  private constructor(
    readonly id: string,
    readonly home: AccessPoint,
    mac: string
  ) {
    this.#mac = mac
  }

  static async make(id: string, home: AccessPoint, mac: string): Promise<Phone> {
    const phone = new Phone(id, home, mac)
    phone.#gateways.set(home, await home.openGateway(phone))
    return phone
  }

  get mac(): string {
    return this.#mac
  }

  /** Whether it was on the Wi-Fi before with the MAC it has now. */
  get joinedBefore(): boolean {
    return this.#joinedBefore
  }

  get joined(): AccessPoint | undefined {
    return this.#joined
  }

  /** The gateway on the router it is joined to, or at home. */
  get gateway(): Gateway {
    const gateway = this.#gateways.get(this.#joined ?? this.home)
    if (gateway === undefined) throw new CannotJoin('the phone has no gateway here')
    return gateway
  }

  get session(): Session | undefined {
    return this.#joined?.hotspot.hosts.byMac(this.#mac)?.session
  }

  get online(): boolean {
    return this.#joined !== undefined && this.session !== undefined
  }

  get state(): 'offline' | 'portal' | 'online' {
    if (this.#joined === undefined) return 'offline'
    return this.online ? 'online' : 'portal'
  }

  /** The captive-portal API that DHCP told it of (RFC 8910, option 114). */
  get captivePortalApi(): string | undefined {
    return this.#joined?.dhcpOption(114)
  }

  get address(): string | undefined {
    return this.#joined?.hotspot.hosts.byMac(this.#mac)?.address
  }

  /** Gets an address and, as phones do, probes for a captive portal at once (`probe: false` to keep still). */
  async join(router: AccessPoint = this.home, { probe = true } = {}): Promise<void> {
    if (this.#joined !== undefined && this.#joined !== router) this.leave()
    if (!this.#gateways.has(router)) this.#gateways.set(router, await router.openGateway(this))
    router.hotspot.hosts.seen(this.#mac)
    router.hotspot.hosts.setPresence(this.#mac, 'chatting')
    this.#joined = router
    this.#joinedBefore = true
    if (probe) await this.browse(PROBE_URL)
  }

  /** Out of reach; the router notices by keepalive or idle timeout. */
  leave(): void {
    this.#joined?.hotspot.hosts.setPresence(this.#mac, 'gone')
    this.#joined = undefined
  }

  /** Asleep in a pocket: on the Wi-Fi, saying nothing. */
  sleep(): void {
    this.#joined?.hotspot.hosts.setPresence(this.#mac, 'quiet')
  }

  wake(): void {
    this.#joined?.hotspot.hosts.setPresence(this.#mac, 'chatting')
  }

  /** Forgets the network and comes back with another MAC address. */
  newMac(mac = inventMac(true)): void {
    this.leave()
    this.#mac = mac
    this.#joinedBefore = false
  }

  /** The host row while on the Wi-Fi; made anew when the router has dropped it. */
  presentOn(router: AccessPoint): Host | undefined {
    return this.#joined === router ? router.hotspot.hosts.seen(this.#mac) : undefined
  }

  #require(): AccessPoint {
    if (this.#joined === undefined) throw new CannotJoin('the phone is not on the Wi-Fi')
    return this.#joined
  }

  #fetch(url: string, options: Partial<FetchOptions> = {}): Promise<Fetched> {
    const { address } = this.#require()
    const gateway = this.gateway
    const direct = new URL(url).host === gateway.origin
    const proxy = direct ? {} : { proxy: { host: address, port: gateway.port } }
    return fetchOnce(url, { ...proxy, ...options, from: '127.0.0.1' })
  }

  /** Opens a plain HTTP address and follows redirects as far as the portal's door. */
  async browse(url = 'http://internet.test/'): Promise<BrowseResult> {
    this.#require()
    const visited: string[] = []
    let current = url
    for (;;) {
      visited.push(current)
      const fetched = await this.#fetch(current)
      const fromRouter = new URL(current).host === this.gateway.origin
      const next = nextOf(fetched, current)
      const result = {
        status: fetched.status,
        body: fetched.body.toString('utf8'),
        visited,
      }
      if (next === undefined || visited.length >= MOST_REDIRECTS) {
        return {
          ...result,
          outcome: fromRouter ? 'login' : 'page',
          url: current,
        }
      }
      const leavesRouter = fromRouter && new URL(next).host !== this.gateway.origin
      if (leavesRouter && !this.online) return { ...result, outcome: 'portal', url: next }
      current = next
    }
  }

  /** Posts a login form to the router, as the portal's page makes the browser do. */
  async submitLogin({ linkLoginOnly, username, password, dst }: LoginForm): Promise<LoginResult> {
    const body = new URLSearchParams({
      username,
      password,
      ...(dst === undefined ? {} : { dst }),
    }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const fetched = await this.#fetch(linkLoginOnly, {
      method: 'POST',
      body,
      headers,
    })
    return {
      online: this.online,
      status: fetched.status,
      body: fetched.body.toString('utf8'),
      next: nextOf(fetched, linkLoginOnly),
    }
  }

  /** Virtual traffic, in octets. What does not fit under the limits does not flow. */
  async transfer({ down = 0n, up = 0n }: Partial<Octets>): Promise<Passage> {
    const { hotspot } = this.#require()
    const host = hotspot.hosts.seen(this.#mac)
    await hotspot.firstTraffic(host)
    return hotspot.pass(host, { down, up })
  }

  async close(): Promise<void> {
    this.leave()
    for (const gateway of this.#gateways.values()) await gateway.close()
    this.#gateways.clear()
  }
}
