import { Link } from './link.js'
import { ApiServer } from './api/api_server.js'
import type { ApiFaults } from './api/faults.js'
import type { LoginStyle } from './api/login.js'
import { VirtualClock } from './clock.js'
import { defineActiveLogin } from './hotspot/api_login.js'
import { dhcpOption } from './hotspot/dhcp.js'
import { Gateway } from './hotspot/gateway.js'
import { Hotspot } from './hotspot/hotspot.js'
import { showHotspot } from './hotspot/live_rows.js'
import { inventMac } from './hotspot/invent_mac.js'
import { Phone, type AccessPoint } from './hotspot/phone.js'
import { Servlet } from './hotspot/servlet.js'
import { changeSession, disconnectSession, type ChangeContext } from './hotspot/session_changes.js'
import { WalledGarden } from './hotspot/walled_garden.js'
import { canonicalMac } from './menus/argument_values.js'
import { allowedByDeviceMode, DeviceMode, type DeviceModeOptions } from './menus/device_mode.js'
import { fillFactory, type FactoryOptions } from './menus/factory.js'
import { defineFetch } from './menus/fetch_command.js'
import type { Row } from './menus/menu.js'
import { Certificates } from './menus/certificates.js'
import { Menus } from './menus/menus.js'
import { RouterDns } from './menus/router_dns.js'
import { RouterTime } from './menus/router_time.js'
import { Scripts } from './menus/scripts.js'
import { defineWireguard } from './menus/wireguard.js'
import { idleResource, showSystem, type Resource } from './menus/system_menus.js'
import { NameTable } from './names.js'
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
  /** What `/system/device-mode` allows; everything a hotspot needs by default. */
  deviceMode?: DeviceModeOptions
  /** What DNS says, by name; further names by `router.names.set`. */
  names?: Readonly<Record<string, string | readonly string[]>>
  /** CA certificates, PEM, in the router's store: `check-certificate=yes` believes them. */
  trustedCertificates?: readonly string[]
  /** `self-signed`: api-ssl has a certificate of its own from the start. */
  apiSslCertificate?: 'self-signed' | 'none'
  /** Seconds that the router's clock is ahead, until NTP or somebody puts it right. */
  clockOffsetSeconds?: number
  /** Packages that a router of version 6 lacks: `hotspot`, `dhcp`, `ppp`. */
  missingPackages?: readonly string[]
  serial?: string
  resource?: Partial<Resource>
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
  /** What unpaid phones may reach, and what they were refused. */
  readonly garden: WalledGarden
  readonly names = new NameTable()
  readonly deviceMode: DeviceMode
  readonly #phones: Phone[] = []
  readonly #servlet: Servlet
  readonly apiSsl: ApiServer
  readonly certificates: Certificates
  readonly time: RouterTime
  /** How slow the line to this router is. */
  readonly link = new Link()
  readonly resource: Resource
  readonly serial: string
  readonly #scripts: Scripts
  readonly #missing: readonly string[]
  readonly #trusted: readonly string[]
  #startedAt: number
  #nextPort: number
  #ticker: NodeJS.Timeout | undefined
  #stopListening: (() => void) | undefined
  #on = true

  private constructor(options: VirtualRouterOptions) {
    const { address, version = '7.20.4', clock = new VirtualClock() } = options
    this.address = address
    this.version = version
    this.clock = clock
    this.#startedAt = clock.now()
    this.#nextPort = options.firstGatewayPort ?? 20000
    this.#missing = options.missingPackages ?? []
    this.resource = { ...idleResource(), ...options.resource }
    this.serial = options.serial ?? `HV${address.replaceAll('.', '')}`
    this.menus = new Menus(version, this.#missing)
    this.log = new RouterLog(clock, options.onLog)
    this.radius = new NasClient(address, this.link)
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
      link: this.link,
      disconnect: (packet) => disconnectSession(context, packet),
      change: (packet) => changeSession(context, packet),
    })
    const { link } = this
    const api = { menus, address, log, link, loginStyle: options.loginStyle ?? 'plain' } as const
    this.certificates = new Certificates(menus)
    this.api = new ApiServer(api)
    this.apiSsl = new ApiServer({
      ...api,
      service: 'api-ssl',
      faults: this.api.faults,
      certificate: (name) => this.certificates.pairOf(name),
    })
    this.time = new RouterTime(menus, clock, this.names)
    this.time.offset = (options.clockOffsetSeconds ?? 0) * 1000
    for (const [name, addresses] of Object.entries(options.names ?? {}))
      this.names.set(name, addresses)
    this.deviceMode = new DeviceMode(menus, options.deviceMode ?? {}, () => clock.now())
    this.terminal = new Terminal(menus, { names: this.names, now: () => this.time.now() })
    this.#scripts = new Scripts(menus, { clock, log, terminal: this.terminal })
    defineWireguard(menus)
    const dns = new RouterDns(menus, this.names, () => clock.now())
    this.garden = new WalledGarden(menus, dns)
    this.#servlet = new Servlet({ menus, hotspot: this.hotspot, clock })
    fillFactory(menus, options)
    this.#trusted = options.trustedCertificates ?? []
    this.#showEverything()
  }

  /** Starts everything and returns when the API and the CoA listener answer. */
  static async start(options: VirtualRouterOptions): Promise<VirtualRouter> {
    const router = new VirtualRouter(options)
    if (options.apiSslCertificate === 'self-signed') await router.#certify(options.address)
    await router.api.apply()
    await router.apiSsl.apply()
    await router.incoming.apply()
    router.#ticker = setInterval(() => void router.#tick(), TICK_MS)
    router.#ticker.unref()
    router.#stopListening = router.clock.onJump(async () => {
      await router.#tick()
      await router.settled()
    })
    return router
  }

  /** Another router in the place of this one: same address, nothing else kept. */
  static async replace(
    router: VirtualRouter,
    options: Omit<VirtualRouterOptions, 'address'>
  ): Promise<VirtualRouter> {
    await router.stop()
    const serial = `${router.serial}R`
    return VirtualRouter.start({ serial, ...options, address: router.address })
  }

  async #tick(): Promise<void> {
    if (!this.#on) return
    this.hotspot.tick()
    await this.#scripts.tick()
  }

  async #certify(address: string): Promise<void> {
    await this.certificates.own('api-ssl', address, `IP:${address}`)
    const row = this.menus.rows('/ip/service').find((one) => one['name'] === 'api-ssl')
    this.menus
      .menu('/ip/service')
      .update(row?.['.id'], { certificate: 'api-ssl', disabled: 'false' })
  }

  #showEverything(): void {
    const { menus, clock, log, radius: client, incoming, address } = this
    if (menus.has('/ip/hotspot')) showHotspot(menus, this.hotspot, clock)
    showSystem(menus, {
      clock,
      log,
      client,
      incoming,
      serial: this.serial,
      resource: this.resource,
      missingPackages: this.#missing,
      startedAt: () => this.#startedAt,
    })
    if (menus.has('/ip/hotspot')) defineActiveLogin(menus, this.hotspot)
    defineFetch(menus, {
      from: address,
      names: this.names,
      trusted: () => [...this.#trusted, ...this.certificates.trusted()],
    })
    if (menus.has('/ip/hotspot'))
      menus.menu('/ip/hotspot').annotate((row) => this.#whyInactive(row))
    menus.define('/system', 'reboot', () => {
      setImmediate(() => this.reboot())
      return { rows: [] }
    })
  }

  /** What `print` shows as `;;;` above a server that the device's mode keeps off. */
  #whyInactive(row: Row): Row {
    const off = row['disabled'] !== 'true' && !allowedByDeviceMode(this.menus, 'hotspot')
    return off ? { '.about': 'inactivated, not allowed by device-mode' } : {}
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
      garden: this.garden,
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

  dhcpOption(code: number): string | undefined {
    return dhcpOption(this.menus, code)
  }

  /** Types lines into the router's console. */
  configure(lines: string | readonly string[]): Promise<TerminalReply[]> {
    return this.terminal.paste(typeof lines === 'string' ? lines : lines.join('\n'))
  }

  /** Without power nothing answers; sessions are gone when it comes back. */
  async powerOff(): Promise<void> {
    this.#on = false
    await this.api.power(false)
    await this.apiSsl.power(false)
    this.incoming.stop()
  }

  async powerOn(): Promise<void> {
    this.#on = true
    this.reboot()
    await this.api.power(true)
    await this.apiSsl.power(true)
    await this.incoming.apply()
  }

  /** Power off and on: sessions vanish without a Stop, connections drop, Accounting-On goes out. */
  reboot(): void {
    this.api.dropConnections()
    this.apiSsl.dropConnections()
    this.#startedAt = this.clock.now()
    this.log.write('system,info', 'router rebooted')
    this.hotspot.reboot()
  }

  /** Somebody pulls the plug or presses the button: a pending change of device-mode comes true. */
  powerCycle(): void {
    this.deviceMode.confirm()
    this.reboot()
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
    await this.apiSsl.stop()
    await this.radius.close()
  }
}
