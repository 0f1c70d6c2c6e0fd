import { parseDuration } from './duration.js'
import type { Row } from './menu.js'
import type { Menus } from './menus.js'
import { failure, InvalidValue } from './router_trap.js'

export type DeviceModeName = 'home' | 'basic' | 'advanced' | 'rose'

/** Features that a mode switches off (MikroTik, Device-mode, "Available device-mode modes"). */
const OFF: Readonly<Record<DeviceModeName, string>> = {
  home: 'bandwidth-test container email fetch hotspot install-any-version partitions proxy romon routerboard scheduler sniffer socks traffic-gen zerotier',
  basic:
    'bandwidth-test container hotspot install-any-version partitions proxy routerboard socks traffic-gen zerotier',
  advanced: 'container install-any-version partitions routerboard traffic-gen',
  rose: 'install-any-version partitions routerboard traffic-gen',
}

const FEATURES =
  'scheduler socks fetch pptp l2tp bandwidth-test traffic-gen sniffer ipsec romon proxy hotspot smb email zerotier container install-any-version partitions routerboard'.split(
    ' '
  )
const MOST_ATTEMPTS = 3

export interface DeviceModeOptions {
  mode?: DeviceModeName
  /** Features switched by hand: `{ hotspot: false }`. */
  features?: Readonly<Record<string, boolean>>
}

const isMode = (name: string): name is DeviceModeName => Object.hasOwn(OFF, name)

/** `/system/device-mode`: what this device may do, changed only by somebody who stands beside it. */
export class DeviceMode {
  #mode: DeviceModeName
  #features: Record<string, boolean>
  #pending: { values: Row; until: number } | undefined
  #attempts = 0

  constructor(
    menus: Menus,
    { mode = 'advanced', features = {} }: DeviceModeOptions,
    private readonly now: () => number
  ) {
    this.#mode = mode
    this.#features = { ...features }
    if (!menus.has('/system/device-mode')) return
    menus.allows = (feature) => this.allows(feature)
    menus.menu('/system/device-mode').show({ rows: () => [this.row()] })
    menus.define('/system/device-mode', 'update', (args) => this.#update(args))
  }

  row(): Row {
    const features = FEATURES.map((name) => [name, String(this.allows(name))])
    return {
      'mode': this.#mode,
      'allowed-versions': '7.13+,6.49.8+',
      'flagged': 'false',
      'flagging-enabled': 'true',
      ...Object.fromEntries(features),
      'attempt-count': String(this.#attempts),
    }
  }

  allows(feature: string): boolean {
    return this.#features[feature] ?? !OFF[this.#mode].split(' ').includes(feature)
  }

  #update(args: Row): { rows: Row[] } {
    const mode = args['mode']
    if (mode !== undefined && !isMode(mode))
      throw new InvalidValue('input does not match any value of mode')
    if (this.#attempts >= MOST_ATTEMPTS)
      throw failure(
        'too many unsuccessful attempts, turn off power or reboot by pressing reset or mode button to reset attempt-count'
      )
    this.#attempts++
    const timeout = parseDuration(args['activation-timeout'] ?? '5m') ?? 300_000
    this.#pending = { values: args, until: this.now() + timeout }
    const update = 'please activate by turning power off or pressing reset or mode button in 5m00s'
    return { rows: [{ update }] }
  }

  /** The button or a power cut, on site: what was asked for within five minutes comes true. */
  confirm(): void {
    const { values = {}, until = 0 } = this.#pending ?? {}
    this.#pending = undefined
    this.#attempts = 0
    if (this.now() > until) return
    const mode = values['mode']
    if (mode !== undefined && isMode(mode)) {
      // naming a mode forgets the features set before
      this.#mode = mode
      this.#features = {}
    }
    for (const name of FEATURES) {
      const value = values[name]
      if (value !== undefined) this.#features[name] = value === 'yes' || value === 'true'
    }
  }
}

/** Throws `failure: not allowed by device-mode`. */
export function refuseByDeviceMode(menus: Menus, feature: string): void {
  if (!menus.allows(feature)) throw failure('not allowed by device-mode')
}
