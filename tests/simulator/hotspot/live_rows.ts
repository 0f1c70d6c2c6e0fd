import { formatDuration } from '../menus/duration.js'
import type { LiveRows, Row } from '../menus/menu.js'
import type { Menus } from '../menus/menus.js'
import type { VirtualClock } from '../clock.js'
import type { Host } from './host.js'
import type { Hotspot } from './hotspot.js'
import type { DirectionLimit, RateLimit } from './rate_limit.js'
import { CAUSE, type Session } from './session.js'
import { toNumber, userProfile } from './settings.js'

const activeId = (host: Host) => `*${toNumber(host.address).toString(16).toUpperCase()}`

function hostRow(host: Host, now: number): Row {
  return {
    '.id': host.id,
    'mac-address': host.mac,
    'address': host.address,
    'to-address': host.address,
    'server': host.server,
    'uptime': formatDuration(wholeSeconds(now - host.joinedAt)),
    'idle-time': formatDuration(wholeSeconds(now - host.lastSeenAt)),
    'bytes-in': String(host.bytesIn),
    'bytes-out': String(host.bytesOut),
    'found-by': 'dhcp',
    'DHCP': 'true',
    'dynamic': 'false',
    'authorized': String(host.session !== undefined),
    'bypassed': 'false',
  }
}

const wholeSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000) * 1000

function activeRow(session: Session, now: number, menus: Menus): Row {
  const { host, grant, used, deadline } = session
  const keepalive = userProfile(menus, grant.profile)['keepalive-timeout']
  const row: Row = {
    '.id': activeId(host),
    'server': host.server,
    'user': session.user,
    'address': host.address,
    'mac-address': host.mac,
    'login-by': session.method === 'api' ? 'http-pap' : session.method,
    'uptime': formatDuration(wholeSeconds(now - session.startedAt)),
    'idle-time': formatDuration(wholeSeconds(now - session.lastTrafficAt)),
    'bytes-in': String(used.up),
    'bytes-out': String(used.down),
    'packets-in': String(used.up / 1000n),
    'packets-out': String(used.down / 1000n),
    'radius': String(session.radius),
    'blocked': 'false',
  }
  if (deadline !== undefined)
    row['session-time-left'] = formatDuration(wholeSeconds(deadline - now))
  if (grant.idleTimeout !== undefined)
    row['idle-timeout'] = formatDuration(grant.idleTimeout * 1000)
  if (keepalive !== undefined) row['keepalive-timeout'] = keepalive
  if (grant.totalLimit !== undefined) row['limit-bytes-total'] = String(grant.totalLimit)
  if (grant.receiveLimit !== undefined) row['limit-bytes-in'] = String(grant.receiveLimit)
  if (grant.transmitLimit !== undefined) row['limit-bytes-out'] = String(grant.transmitLimit)
  return row
}

function leaseRow(host: Host): Row {
  return {
    '.id': `*L${activeId(host).slice(1)}`,
    'address': host.address,
    'mac-address': host.mac,
    'active-address': host.address,
    'active-mac-address': host.mac,
    'status': 'bound',
    'dynamic': 'true',
    'disabled': 'false',
  }
}

function queueRow(session: Session, limit: RateLimit): Row {
  const both = (read: (direction: DirectionLimit) => number | string) =>
    `${read(limit.rx)}/${read(limit.tx)}`
  return {
    '.id': `*Q${activeId(session.host).slice(1)}`,
    'name': `<hotspot-${session.user}>`,
    'target': `${session.host.address}/32`,
    'max-limit': both((one) => one.rate),
    'limit-at': both((one) => one.minimum),
    'burst-limit': both((one) => one.burst),
    'burst-threshold': both((one) => one.threshold),
    'burst-time': both((one) => `${one.burstSeconds}s`),
    'priority': `${limit.priority}/${limit.priority}`,
    'bytes': `${session.used.up}/${session.used.down}`,
    'dynamic': 'true',
    'disabled': 'false',
  }
}

/** Shows the hotspot's hosts, sessions and queues in their menus. */
export function showHotspot(menus: Menus, hotspot: Hotspot, clock: VirtualClock): void {
  const active: LiveRows = {
    rows: () => hotspot.sessions.all().map((session) => activeRow(session, clock.now(), menus)),
    remove(id) {
      const session = hotspot.sessions.all().find(({ host }) => activeId(host) === id)
      if (session !== undefined) hotspot.sessions.end(session, CAUSE.adminReset)
    },
  }
  const hosts: LiveRows = {
    rows: () => hotspot.hosts.all().map((host) => hostRow(host, clock.now())),
    remove(id) {
      const host = hotspot.hosts.all().find((one) => one.id === id)
      if (host !== undefined) hotspot.remove(host)
    },
  }
  const queues: LiveRows = {
    rows: () =>
      hotspot.sessions.all().flatMap((session) => {
        const limit = session.grant.rateLimit
        return limit === undefined ? [] : [queueRow(session, limit)]
      }),
  }
  const leases: LiveRows = {
    rows: () => hotspot.hosts.all().map((host) => leaseRow(host)),
  }
  if (menus.has('/ip/dhcp-server/lease')) menus.menu('/ip/dhcp-server/lease').show(leases)
  menus.menu('/ip/hotspot/active').show(active)
  menus.menu('/ip/hotspot/host').show(hosts)
  menus.menu('/queue/simple').show(queues)
}
