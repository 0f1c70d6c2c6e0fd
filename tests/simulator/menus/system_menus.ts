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
  startedAt: () => number
}

const PHYSICAL = ['ether1', 'ether2', 'wlan1']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** ISO since 7.10, `nov/22/2026` before. */
function dateText(version: string, now: number): string {
  const date = new Date(now)
  if (!version.startsWith('6.')) return date.toISOString().slice(0, 10)
  const day = String(date.getUTCDate()).padStart(2, '0')
  return `${MONTHS[date.getUTCMonth()]}/${day}/${date.getUTCFullYear()}`
}

function interfaceRows(menus: Menus): Row[] {
  const bridges = menus.menu('/interface/bridge').stored()
  const rows = [
    ...PHYSICAL.map((name) => ({
      name,
      type: name.startsWith('wlan') ? 'wlan' : 'ether',
    })),
    ...bridges.map((bridge) => ({
      name: bridge['name'] ?? '',
      type: 'bridge',
    })),
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
  const { clock, log, version, startedAt } = {
    ...options,
    version: menus.version,
  }
  const show = (path: string, rows: () => Row[]) => menus.menu(path).show({ rows })
  show('/interface', () => interfaceRows(menus))
  show('/log', () => log.rows())
  show('/system/resource', () => [
    {
      'uptime': formatDuration(Math.floor((clock.now() - startedAt()) / 1000) * 1000),
      'version': `${version} (stable)`,
      'free-memory': '201326592',
      'total-memory': '268435456',
      'cpu': 'ARM',
      'cpu-count': '4',
      'cpu-load': '3',
      'architecture-name': 'arm',
      'board-name': 'hAP ac^2',
      'platform': 'MikroTik',
    },
  ])
  show('/system/clock', () => [
    {
      'time': new Date(clock.now()).toISOString().slice(11, 19),
      'date': dateText(version, clock.now()),
      'gmt-offset': '+00:00',
      'dst-active': 'false',
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
  show('/system/package', () => [{ '.id': '*1', 'name': 'routeros', version, 'disabled': 'false' }])
  show('/system/device-mode', () => [
    { mode: 'advanced', hotspot: 'true', fetch: 'true', scheduler: 'true' },
  ])
  for (const topic of ['debug', 'info', 'warning', 'error']) {
    menus.define('/log', topic, (args) => {
      log.write(`script,${topic}`, args['message'] ?? '')
      return { rows: [] }
    })
  }
  defineMonitors(menus, options)
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
