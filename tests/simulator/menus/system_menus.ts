import type { VirtualClock } from '../clock.js'
import type { RouterLog } from '../router_log.js'
import type { IncomingListener } from '../radius/incoming.js'
import type { NasClient } from '../radius/nas_client.js'
import { formatDuration } from './duration.js'
import type { Row } from './menu.js'
import type { Menus } from './menus.js'
import { noSuchItem } from './router_trap.js'

export interface SystemOptions {
  clock: VirtualClock
  log: RouterLog
  client: NasClient
  incoming: IncomingListener
  serial: string
  resource: Resource
  missingPackages: readonly string[]
  startedAt: () => number
}

/** What `/system/resource` says; a test may change it. */
export interface Resource {
  /** Percent. */
  cpuLoad: number
  /** Octets. */
  freeMemory: number
  totalMemory: number
  boardName: string
}

export const idleResource = (): Resource => ({
  cpuLoad: 3,
  freeMemory: 201_326_592,
  totalMemory: 268_435_456,
  boardName: 'hAP ac^2',
})

const PHYSICAL = ['ether1', 'ether2', 'wlan1']
const TYPES: Record<string, string> = {
  'wireguard': 'wg',
  'l2tp-client': 'l2tp-out',
  'sstp-client': 'sstp-out',
}

function interfaceRows(menus: Menus): Row[] {
  const bridges = menus.menu('/interface/bridge').stored()
  const tunnels = ['wireguard', 'l2tp-client', 'sstp-client'].flatMap((kind) => {
    const path = `/interface/${kind}`
    const rows = menus.has(path) ? menus.menu(path).stored() : []
    return rows.map((row) => ({ name: row['name'] ?? '', type: TYPES[kind] ?? kind }))
  })
  const rows = [
    ...PHYSICAL.map((name) => ({
      name,
      type: name.startsWith('wlan') ? 'wlan' : 'ether',
    })),
    ...bridges.map((bridge) => ({
      name: bridge['name'] ?? '',
      type: 'bridge',
    })),
    ...tunnels,
  ]
  return rows.map((row, index) => ({
    '.id': `*${(index + 1).toString(16).toUpperCase()}`,
    ...row,
    'mtu': '1500',
    'running': 'true',
    'disabled': 'false',
  }))
}

/** Shows what the router knows about itself: resources, clock, interfaces, log, RADIUS counters. */
export function showSystem(menus: Menus, options: SystemOptions): void {
  const { clock, log, startedAt } = options
  const { version } = menus
  const show = (path: string, rows: () => Row[]) => menus.menu(path).show({ rows })
  show('/interface', () => interfaceRows(menus))
  show('/log', () => log.rows())
  show('/system/resource', () => [
    {
      'uptime': formatDuration(Math.floor((clock.now() - startedAt()) / 1000) * 1000),
      'version': `${version} (stable)`,
      'free-memory': String(options.resource.freeMemory),
      'total-memory': String(options.resource.totalMemory),
      'cpu': 'ARM',
      'cpu-count': '4',
      'cpu-load': String(options.resource.cpuLoad),
      'architecture-name': 'arm',
      'board-name': options.resource.boardName,
      'platform': 'MikroTik',
    },
  ])
  show('/system/routerboard', () => [
    {
      'routerboard': 'true',
      'model': 'RBD52G-5HacD2HnD',
      'serial-number': options.serial,
      'current-firmware': version,
    },
  ])
  show('/system/package', () => packageRows(version, options.missingPackages))
  for (const topic of ['debug', 'info', 'warning', 'error']) {
    menus.define('/log', topic, (args) => {
      log.write(`script,${topic}`, args['message'] ?? '')
      return { rows: [] }
    })
  }
  defineMonitors(menus, options)
}

/** One package since version 7; parts of it on version 6, some of which may be missing. */
function packageRows(version: string, missing: readonly string[]): Row[] {
  const all = version.startsWith('6.')
    ? ['system', 'advanced-tools', 'dhcp', 'hotspot', 'ppp', 'routing', 'security', 'wireless']
    : ['routeros']
  return all
    .filter((name) => !missing.includes(name))
    .map((name, index) => ({
      '.id': `*${index + 1}`,
      name,
      version,
      'disabled': 'false',
      'scheduled': '',
    }))
}

function defineMonitors(menus: Menus, { client, incoming }: SystemOptions): void {
  menus.define('/radius', 'monitor', (args) => {
    const wanted = args['.id'] ?? args['numbers'] ?? ''
    const rows = menus.rows('/radius')
    const row = rows.find((one) => one['.id'] === wanted) ?? rows[Number(wanted)]
    if (wanted === '' || row === undefined) throw noSuchItem()
    const counters = client.countersOf(row['.id'] ?? '')
    return {
      rows: [
        {
          'pending': String(counters.pending),
          'requests': String(counters.requests),
          'accepts': String(counters.accepts),
          'rejects': String(counters.rejects),
          'resends': String(counters.resends),
          'timeouts': String(counters.timeouts),
          'bad-replies': String(counters.badReplies),
          'last-request-rtt': formatDuration(counters.lastRequestRtt),
        },
      ],
    }
  })
  for (const kind of ['l2tp-client', 'sstp-client']) {
    // no tunnel server stands behind a virtual router: it dials for ever
    const path = `/interface/${kind}`
    if (menus.has(path)) menus.define(path, 'monitor', () => ({ rows: [{ status: 'dialing...' }] }))
  }
  menus.define('/radius', 'reset-counters', () => {
    client.counters.clear()
    return { rows: [] }
  })
  menus.define('/radius/incoming', 'monitor', () => {
    const { requests, badRequests, acks, naks } = incoming.counters
    return {
      rows: [
        {
          'requests': `${requests}`,
          'bad-requests': `${badRequests}`,
          'acks': `${acks}`,
          'naks': `${naks}`,
        },
      ],
    }
  })
}
