import { Link } from './link.js'
import { ApiServer } from './api/api_server.js'
import { VirtualClock } from './clock.js'
import { defineActiveLogin } from './hotspot/api_login.js'
import { Hotspot } from './hotspot/hotspot.js'
import { defineHtmlFiles } from './hotspot/html_files.js'
import { showHotspot } from './hotspot/live_rows.js'
import { changeSession, disconnectSession, type ChangeContext } from './hotspot/session_changes.js'
import { WalledGarden } from './hotspot/walled_garden.js'
import { Certificates } from './menus/certificates.js'
import { DeviceMode } from './menus/device_mode.js'
import { fillFactory } from './menus/factory.js'
import { defineFetch } from './menus/fetch_command.js'
import { Menus } from './menus/menus.js'
import type { Row } from './menus/menu.js'
import { defineRootCommands } from './menus/root_commands.js'
import { defineGroups } from './menus/policies.js'
import { RouterDns } from './menus/router_dns.js'
import { RouterTime } from './menus/router_time.js'
import { Scripts } from './menus/scripts.js'
import { idleResource, showSystem, type Resource } from './menus/system_menus.js'
import { defineWireguard } from './menus/wireguard.js'
import { NameTable } from './names.js'
import { IncomingListener } from './radius/incoming.js'
import { NasClient } from './radius/nas_client.js'
import { RouterLog } from './router_log.js'
import type { VirtualRouterOptions } from './router_options.js'
import { Terminal } from './terminal/terminal.js'

/** What a router consists of, wired together; nothing of it listens yet. */
export class RouterParts {
  readonly address: string
  readonly version: string
  readonly serial: string
  readonly clock: VirtualClock
  readonly menus: Menus
  readonly log: RouterLog
  readonly names = new NameTable()
  /** How slow the line to this router is. */
  readonly link = new Link()
  readonly resource: Resource
  readonly time: RouterTime
  readonly deviceMode: DeviceMode
  readonly certificates: Certificates
  readonly radius: NasClient
  readonly hotspot: Hotspot
  readonly incoming: IncomingListener
  readonly api: ApiServer
  readonly apiSsl: ApiServer
  readonly terminal: Terminal
  /** What unpaid phones may reach, and what they were refused. */
  readonly garden: WalledGarden
  protected readonly scripts: Scripts
  protected startedAt: number

  protected constructor(protected readonly options: VirtualRouterOptions) {
    const { address, version = '7.20.4', clock = new VirtualClock() } = options
    this.address = address
    this.version = version
    this.clock = clock
    this.startedAt = clock.now()
    this.resource = { ...idleResource(), ...options.resource }
    this.serial = options.serial ?? `HV${address.replaceAll('.', '')}`
    const menus = new Menus(version, options.missingPackages)
    this.menus = menus
    this.log = new RouterLog(clock, options.onLog)
    const log = (topics: string, message: string) => this.log.write(topics, message)
    const { names, link } = this
    for (const [name, addresses] of Object.entries(options.names ?? {})) names.set(name, addresses)

    this.radius = new NasClient(address, link)
    this.hotspot = new Hotspot({ menus, clock, address, client: this.radius, log })
    const context: ChangeContext = {
      hotspot: this.hotspot,
      address,
      identity: () => this.identity,
    }
    this.incoming = new IncomingListener({
      menus,
      address,
      log,
      link,
      disconnect: (packet) => disconnectSession(context, packet),
      change: (packet) => changeSession(context, packet),
    })
    const api = { menus, address, log, link, loginStyle: options.loginStyle ?? 'plain' } as const
    this.certificates = new Certificates(menus)
    this.api = new ApiServer(api)
    this.apiSsl = new ApiServer({
      ...api,
      service: 'api-ssl',
      faults: this.api.faults,
      certificate: (name) => this.certificates.pairOf(name),
    })
    this.time = new RouterTime(menus, clock, names)
    this.time.offset = (options.clockOffsetSeconds ?? 0) * 1000
    this.deviceMode = new DeviceMode(menus, options.deviceMode ?? {}, () => clock.now())
    this.terminal = new Terminal(menus, { names, now: () => this.time.now() })
    this.scripts = new Scripts(menus, { clock, log, terminal: this.terminal })
    this.garden = new WalledGarden(menus, new RouterDns(menus, names, () => clock.now()))
    defineWireguard(menus)
    defineGroups(menus)
    fillFactory(menus, options)
    defineHtmlFiles(menus)
    defineRootCommands(menus, this.terminal, names)
    this.#showSystem()
    if (menus.has('/ip/hotspot')) this.#showHotspot()
  }

  get identity(): string {
    return this.menus.settings('/system/identity')['name'] ?? ''
  }

  #showSystem(): void {
    const { menus, clock, log, radius: client, incoming, serial, resource, options } = this
    showSystem(menus, {
      clock,
      log,
      client,
      incoming,
      serial,
      resource,
      missingPackages: options.missingPackages ?? [],
      startedAt: () => this.startedAt,
    })
    defineFetch(menus, {
      from: this.address,
      names: this.names,
      trusted: () => [...(options.trustedCertificates ?? []), ...this.certificates.trusted()],
    })
  }

  #showHotspot(): void {
    const { menus, hotspot } = this
    showHotspot(menus, hotspot, this.clock)
    defineActiveLogin(menus, hotspot)
    menus.menu('/ip/hotspot').annotate((row) => this.#whyInactive(row))
  }

  /** What `print` shows as `;;;` above a server that the device's mode keeps off. */
  #whyInactive(row: Row): Row {
    const off = row['disabled'] !== 'true' && !this.menus.allows('hotspot')
    return off ? { '.about': 'inactivated, not allowed by device-mode' } : {}
  }
}
