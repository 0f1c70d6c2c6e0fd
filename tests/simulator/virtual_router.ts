import { ApiServer } from './api/api_server.js'
import type { ApiFaults } from './api/faults.js'
import type { LoginStyle } from './api/login.js'
import { VirtualClock } from './clock.js'
import { defineActiveLogin } from './hotspot/api_login.js'
import { Gateway } from './hotspot/gateway.js'
import { Hotspot } from './hotspot/hotspot.js'
import { showHotspot } from './hotspot/live_rows.js'
import { inventMac } from './hotspot/invent_mac.js'
import { Phone, type AccessPoint } from './hotspot/phone.js'
import { Servlet } from './hotspot/servlet.js'
import { changeSession, disconnectSession, type ChangeContext } from './hotspot/session_changes.js'
import { WalledGarden } from './hotspot/walled_garden.js'
import { canonicalMac } from './menus/argument_values.js'
import { fillFactory, type FactoryOptions } from './menus/factory.js'
import { defineFetch } from './menus/fetch_command.js'
import { Menus } from './menus/menus.js'
import { showSystem } from './menus/system_menus.js'
import { IncomingListener } from './radius/incoming.js'
import { NasClient } from './radius/nas_client.js'
import { RouterLog, type LogEntry } from './router_log.js'
import { Terminal, type TerminalReply } from './terminal/terminal.js'

export interface VirtualRouterOptions extends FactoryOptions {
  /** The loopback address that is this router's alone. */
  address: string
  /** RouterOS version it claims and behaves as; 7.20.4 by default. */
  version?: string
  /** `challenge` for routers before 6.43. */
  loginStyle?: LoginStyle
  clock?: VirtualClock
  /** First gateway port to try for phones. */
  firstGatewayPort?: number
  onLog?: (entry: LogEntry) => void
}

export interface PhoneOptions {
  mac?: string
  /** A locally administered MAC, as phones invent per network; the default. */
  randomised?: boolean
}

const TICK_MS = 250

/** A virtual MikroTik: API, hotspot, RADIUS client and CoA listener on an address of its own. */
export class VirtualRouter implements AccessPoint {
  readonly address: string
  readonly version: string
  readonly clock: VirtualClock
  readonly menus: Menus
  readonly hotspot: Hotspot
  readonly log: RouterLog
  readonly radius: NasClient
  readonly incoming: IncomingListener
  readonly api: ApiServer
  readonly terminal: Terminal
  readonly #phones: Phone[] = []
  readonly #garden: WalledGarden
  readonly #servlet: Servlet
  #startedAt: number
  #nextPort: number
  #ticker: NodeJS.Timeout | undefined
  #stopListening: (() => void) | undefined

  private constructor(options: VirtualRouterOptions) {
    const { address, version = '7.20.4', clock = new VirtualClock() } = options
    this.address = address
    this.version = version
    this.clock = clock
    this.#startedAt = clock.now()
    this.#nextPort = options.firstGatewayPort ?? 20000
    this.menus = new Menus(version)
    this.log = new RouterLog(clock, options.onLog)
    this.radius = new NasClient(address)
    const log = (topics: string, message: string) => this.log.write(topics, message)
    const menus = this.menus
    this.hotspot = new Hotspot({
      menus,
      clock,
      address,
      client: this.radius,
      log,
    })
    const context: ChangeContext = {
      hotspot: this.hotspot,
      address,
      identity: () => this.identity,
    }
    this.incoming = new IncomingListener({
      menus,
      address,
      log,
      disconnect: (packet) => disconnectSession(context, packet),
      change: (packet) => changeSession(context, packet),
    })
    this.api = new ApiServer({
      menus,
      address,
      log,
      loginStyle: options.loginStyle ?? 'plain',
    })
    this.terminal = new Terminal(menus)
    this.#garden = new WalledGarden(menus)
    this.#servlet = new Servlet({ menus, hotspot: this.hotspot, clock })
    fillFactory(menus, options)
    this.#showEverything()
  }

  /** Starts everything and returns when the API and the CoA listener answer. */
  static async start(options: VirtualRouterOptions): Promise<VirtualRouter> {
    const router = new VirtualRouter(options)
    await router.api.apply()
    await router.incoming.apply()
    router.#ticker = setInterval(() => router.hotspot.tick(), TICK_MS)
    router.#ticker.unref()
    router.#stopListening = router.clock.onJump(async () => {
      router.hotspot.tick()
      await router.settled()
    })
    return router
  }

  #showEverything(): void {
    const { menus, clock, log, radius: client, incoming, address } = this
    showHotspot(menus, this.hotspot, clock)
    const serial = `HV${address.replaceAll('.', '')}`
    showSystem(menus, {
      clock,
      log,
      client,
      incoming,
      serial,
      startedAt: () => this.#startedAt,
    })
    defineActiveLogin(menus, this.hotspot)
    defineFetch(menus, address)
    menus.define('/system', 'reboot', () => {
      setImmediate(() => this.reboot())
      return { rows: [] }
    })
  }

  get identity(): string {
    return this.menus.settings('/system/identity')['name'] ?? ''
  }

  get phones(): readonly Phone[] {
    return this.#phones
  }

  /** Ways to make the API misbehave. */
  get faults(): ApiFaults {
    return this.api.faults
  }

  /** Hands the router another phone, not yet on its Wi-Fi. */
  async addPhone({ mac, randomised = true }: PhoneOptions = {}): Promise<Phone> {
    const own = mac === undefined ? inventMac(randomised) : canonicalMac(mac)
    if (own === undefined) throw new TypeError(`Not a MAC address: ${mac}`)
    const phone = await Phone.make(`${this.address}-${this.#phones.length + 1}`, this, own)
    this.#phones.push(phone)
    return phone
  }

  /** A port of the router's on which it sees only this phone. */
  async openGateway(phone: Phone): Promise<Gateway> {
    const present = () => phone.presentOn(this)
    const client = {
      present,
      get mac() {
        return phone.mac
      },
    }
    const options = {
      hotspot: this.hotspot,
      servlet: this.#servlet,
      garden: this.#garden,
      address: this.address,
      client,
    }
    for (;;) {
      try {
        return await Gateway.open(options, this.#nextPort++)
      } catch (error) {
        const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
        if (!taken || this.#nextPort > 65535) throw error
      }
    }
  }

  /** Types lines into the router's console. */
  configure(lines: string | readonly string[]): Promise<TerminalReply[]> {
    return this.terminal.paste(typeof lines === 'string' ? lines : lines.join('\n'))
  }

  /** Power off and on: sessions vanish without a Stop, connections drop, Accounting-On goes out. */
  reboot(): void {
    this.api.dropConnections()
    this.#startedAt = this.clock.now()
    this.log.write('system,info', 'router rebooted')
    this.hotspot.reboot()
  }

  /** Resolves when all accounting sent so far was answered or given up. */
  settled(): Promise<void> {
    return this.hotspot.accounting.settled()
  }

  async stop(): Promise<void> {
    clearInterval(this.#ticker)
    this.#stopListening?.()
    for (const phone of this.#phones) await phone.close()
    this.incoming.stop()
    await this.api.stop()
    await this.radius.close()
  }
}
