import { redirectPage, STOCK_LOGIN } from '../hotspot/default_pages.js'
import { fillDefaultConfiguration } from './default_configuration.js'
import { formatDuration } from './duration.js'
import type { Row } from './menu.js'
import type { Menus } from './menus.js'
import { completePolicy, policiesOf } from './policies.js'

export interface RadiusOptions {
  address: string
  authPort: number
  acctPort: number
  secret: string
  /** Milliseconds before a retry; 300 on one machine. */
  timeoutMs?: number
}

/** How a router comes out of the box, and the few settings a test or demo starts with. */
export interface FactoryOptions {
  identity?: string
  apiPort?: number
  apiUser?: string
  apiPassword?: string
  radius?: RadiusOptions
  requireMessageAuth?: boolean
  coaPort?: number
  /** The portal's address; the router's login.html redirects there with everything it knows. */
  portalUrl?: string
  /** The whole login.html, instead of `portalUrl`. */
  loginHtml?: string
  /** `/ip/hotspot/profile` arguments of the hotspot's profile. */
  profile?: Row
  interimSeconds?: number
  hotspotName?: string
  /** `/ip/pool ranges`. */
  pool?: string
  /** `none`: as it leaves the factory, with DHCP, NAT and firewall but no hotspot. */
  hotspot?: 'configured' | 'none'
  /** Port of api-ssl; 8729 where the plain API has its usual port, else the service is off. */
  apiSslPort?: number
}

const SERVICES: readonly (readonly [string, string, boolean])[] = [
  ['ftp', '21', false],
  ['ssh', '22', false],
  ['telnet', '23', false],
  ['www', '80', false],
  ['www-ssl', '443', true],
  ['winbox', '8291', false],
  ['api', '8728', false],
  ['api-ssl', '8729', false],
]

/** Fills the menus of a fresh router: a hotspot on its bridge, no RADIUS, stock pages. */
export function fillFactory(menus: Menus, options: FactoryOptions): void {
  const add = (path: string, row: Row) => menus.menu(path).insert(row)
  menus.menu('/system/identity').update(undefined, { name: options.identity ?? 'MikroTik' })
  for (const [name, port, disabled] of SERVICES) {
    const own = { 'api': options.apiPort, 'api-ssl': options.apiSslPort }[name] ?? port
    const unwanted = options.apiPort !== undefined && options.apiSslPort === undefined
    add('/ip/service', {
      name,
      port: String(own),
      proto: 'tcp',
      disabled: String(disabled || (name === 'api-ssl' && unwanted)),
      address: '',
      ...(name.endsWith('-ssl') ? { certificate: 'none' } : {}),
    })
  }
  const policies = policiesOf(menus.version)
  const group = (name: string, ...denied: string[]) => {
    const granted = policies.filter((policy) => !denied.includes(policy)).join(',')
    add('/user/group', { name, policy: completePolicy(menus.version, granted), skin: 'default' })
  }
  group('read', 'ftp', 'write', 'policy')
  group('write', 'ftp', 'policy')
  group('full')
  const own = options.apiUser ?? 'admin'
  add('/user', {
    name: own,
    group: 'full',
    password: options.apiPassword ?? '',
    disabled: 'false',
  })
  if (own !== 'admin')
    add('/user', {
      name: 'admin',
      group: 'full',
      password: options.apiPassword ?? '',
      disabled: 'false',
    })
  if (menus.has('/ppp/profile')) {
    add('/ppp/profile', { name: 'default', default: 'true' })
    add('/ppp/profile', { name: 'default-encryption', default: 'true' })
  }
  add('/system/logging/action', { name: 'memory', target: 'memory', default: 'true' })
  for (const topics of ['info', 'error', 'warning'])
    add('/system/logging', { topics, action: 'memory', default: 'true' })
  if (options.hotspot === 'none') fillDefaultConfiguration(menus)
  else fillNetwork(menus, options)
  if (menus.has('/ip/hotspot')) fillHotspot(menus, options)
  fillRadius(menus, options)
}

function fillNetwork(menus: Menus, options: FactoryOptions): void {
  const add = (path: string, row: Row) => menus.menu(path).insert(row)
  add('/interface/bridge', { name: 'bridge-hotspot', disabled: 'false' })
  add('/interface/bridge/port', {
    bridge: 'bridge-hotspot',
    interface: 'wlan1',
    disabled: 'false',
  })
  add('/ip/address', {
    address: '10.5.50.1/24',
    network: '10.5.50.0',
    interface: 'bridge-hotspot',
  })
  add('/ip/pool', {
    name: 'hs-pool',
    ranges: options.pool ?? '10.5.50.10-10.5.50.254',
  })
  add('/ip/dhcp-server', {
    'name': 'dhcp-hotspot',
    'interface': 'bridge-hotspot',
    'address-pool': 'hs-pool',
    'lease-time': '1h',
  })
  add('/ip/dhcp-server/network', {
    'address': '10.5.50.0/24',
    'gateway': '10.5.50.1',
    'dns-server': '10.5.50.1',
  })
  add('/ip/firewall/nat', {
    'chain': 'srcnat',
    'action': 'masquerade',
    'src-address': '10.5.50.0/24',
    'disabled': 'false',
  })
}

function fillHotspot(menus: Menus, options: FactoryOptions): void {
  const add = (path: string, row: Row) => menus.menu(path).insert(row)
  const interim = options.interimSeconds
  add('/ip/hotspot/user/profile', {
    'name': 'default',
    'default': 'true',
    'keepalive-timeout': '2m',
    'status-autorefresh': '1m',
  })
  const bare = options.hotspot === 'none'
  add('/ip/hotspot/profile', {
    'name': 'default',
    'default': 'true',
    'hotspot-address': bare ? '0.0.0.0' : '10.5.50.1',
    'mac-auth-mode': 'mac-as-username',
    ...(interim === undefined ? {} : { 'radius-interim-update': formatDuration(interim * 1000) }),
    ...menus.menu('/ip/hotspot/profile').check(options.profile ?? {}),
  })
  if (bare) return
  add('/ip/hotspot', {
    'name': options.hotspotName ?? 'hotspot1',
    'interface': 'bridge-hotspot',
    'address-pool': 'hs-pool',
    'profile': 'default',
    'disabled': 'false',
  })
  const redirect = options.portalUrl === undefined ? STOCK_LOGIN : redirectPage(options.portalUrl)
  const login = options.loginHtml ?? redirect
  add('/file', {
    name: 'hotspot/login.html',
    type: '.html file',
    size: String(Buffer.byteLength(login)),
    contents: login,
  })
}

function fillRadius(
  menus: Menus,
  { radius, requireMessageAuth = true, coaPort = 3799 }: FactoryOptions
): void {
  if (radius === undefined) return
  const row: Row = {
    'service': 'hotspot',
    'address': radius.address,
    'secret': radius.secret,
    'authentication-port': String(radius.authPort),
    'accounting-port': String(radius.acctPort),
    'timeout': `${radius.timeoutMs ?? 300}ms`,
  }
  // routers before 7.15 do not know the argument and never check
  const checks = menus.menu('/radius').spec.args['require-message-auth'] !== undefined
  if (checks) row['require-message-auth'] = requireMessageAuth ? 'yes-for-request-resp' : 'no'
  menus.menu('/radius').insert({ ...row, disabled: 'false' })
  menus.menu('/radius/incoming').update(undefined, { accept: 'true', port: String(coaPort) })
}
