import type { LoginStyle } from './api/login.js'
import type { VirtualClock } from './clock.js'
import type { DeviceModeOptions } from './menus/device_mode.js'
import type { FactoryOptions } from './menus/factory.js'
import type { Resource } from './menus/system_menus.js'
import type { LogEntry } from './router_log.js'

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
