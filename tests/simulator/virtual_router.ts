import type { ApiFaults } from './api/faults.js'
import { dhcpOption } from './hotspot/dhcp.js'
import { Gateway } from './hotspot/gateway.js'
import { inventMac } from './hotspot/invent_mac.js'
import { Phone, type AccessPoint } from './hotspot/phone.js'
import { Servlet } from './hotspot/servlet.js'
import { canonicalMac } from './menus/argument_values.js'
import type { PhoneOptions, VirtualRouterOptions } from './router_options.js'
import { RouterParts } from './router_parts.js'
import type { TerminalReply } from './terminal/terminal.js'

export type { PhoneOptions, VirtualRouterOptions } from './router_options.js'

const TICK_MS = 250

/** A virtual MikroTik: API, hotspot, RADIUS client and CoA listener on an address of its own. */
export class VirtualRouter extends RouterParts implements AccessPoint {
  readonly #phones: Phone[] = []
  readonly #servlet: Servlet
  #nextPort: number
  #ticker: NodeJS.Timeout | undefined
  #stopListening: (() => void) | undefined
  #on = true

  private constructor(options: VirtualRouterOptions) {
    super(options)
    const { menus, hotspot, clock } = this
    this.#nextPort = options.firstGatewayPort ?? 20000
    this.#servlet = new Servlet({ menus, hotspot, clock })
    menus.define('/system', 'reboot', () => {
      setImmediate(() => this.reboot())
      return { rows: [] }
    })
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
    await this.scripts.tick()
  }

  async #certify(address: string): Promise<void> {
    await this.certificates.own('api-ssl', address, `IP:${address}`)
    const row = this.menus.rows('/ip/service').find((one) => one['name'] === 'api-ssl')
    this.menus
      .menu('/ip/service')
      .update(row?.['.id'], { certificate: 'api-ssl', disabled: 'false' })
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
    const present = () => (this.#on ? phone.presentOn(this) : undefined)
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
    this.startedAt = this.clock.now()
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
