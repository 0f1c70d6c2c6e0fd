import { type RouterRow } from '#routers/api/command_channel'
import { RouterTrap } from '#routers/api/router_api_errors'
import { type RouterSession } from '#routers/api/router_session'
import { opensProbe } from './captive_probes.js'

/** A host that devices without a package tried to reach by TCP and did not. */
export interface RefusedHost {
  /** The name a device asked the router's DNS for, or the address where nobody did. */
  host: string
  port: number
  devices: number
}

export interface Sightings {
  /** /ip/hotspot/host: devices on the Wi-Fi, authorised or not. */
  hosts: readonly RouterRow[]
  /** /ip/firewall/connection: for a redirected one, `dst-address` is still where it wanted to go. */
  connections: readonly RouterRow[]
  /** /ip/dns/cache: names and the addresses they stand for. */
  names: readonly RouterRow[]
}

/** The proxy that the hotspot sends them to listens here and up (manual: HotSpot customisation). */
const HOTSPOT_PORTS = /^6487[0-9]$/
const PLAIN_HTTP = 80
const MOST = 40

/**
 * What unpaid devices are being refused at this moment. It shows what the router remembers
 * of their TCP connections, some seconds of it, and names only of those who ask the router's
 * own DNS; neither what was tried earlier nor UDP nor what an encrypted DNS resolved.
 */
export function refusedHosts({ hosts, connections, names }: Sightings): RefusedHost[] {
  const unpaid = new Set(
    hosts
      .filter(({ authorized, bypassed }) => authorized !== 'true' && bypassed !== 'true')
      .flatMap((host) => [host.address ?? '', host['to-address'] ?? ''])
      .filter(Boolean)
  )
  const nameOf = namesByAddress(names)
  const found = new Map<string, { host: string; port: number; devices: Set<string> }>()

  for (const connection of connections) {
    const source = address(connection['src-address'])
    if (!unpaid.has(source) || !wasRedirected(connection)) continue
    const target = address(connection['dst-address'])
    const port = portOf(connection, 'dst')
    const host = nameOf.get(target) ?? target
    if (port === PLAIN_HTTP || opensProbe(host)) continue

    const key = `${host}:${port}`
    const entry = found.get(key) ?? { host, port, devices: new Set<string>() }
    entry.devices.add(source)
    found.set(key, entry)
  }
  return [...found.values()]
    .map(({ devices, ...rest }) => ({ ...rest, devices: devices.size }))
    .toSorted((one, other) => other.devices - one.devices || one.host.localeCompare(other.host))
    .slice(0, MOST)
}

/** null when this router does not let us read it. @throws RouterApiError other than a refusal */
export async function readRefusedHosts(session: RouterSession): Promise<RefusedHost[] | null> {
  try {
    return refusedHosts({
      hosts: await session.print('/ip/hotspot/host'),
      connections: await session.print('/ip/firewall/connection', { protocol: 'tcp' }, CONNECTION),
      names: await session.print('/ip/dns/cache', {}, ['name', 'type', 'data', 'address']),
    })
  } catch (error) {
    if (error instanceof RouterTrap) return null
    throw error
  }
}

const CONNECTION = [
  'src-address',
  'dst-address',
  'dst-port',
  'reply-src-address',
  'reply-src-port',
  'dstnat',
]

/** The answer comes from the hotspot's own port instead of from the host that was meant. */
function wasRedirected(connection: RouterRow): boolean {
  return HOTSPOT_PORTS.test(String(portOf(connection, 'reply-src')))
}

/** By the name that was asked for: a chain of CNAMEs is followed from its end to its start. */
function namesByAddress(names: readonly RouterRow[]): Map<string, string> {
  const asked = new Map<string, string>()
  const found = new Map<string, string>()
  for (const { name = '', type, data = '' } of names) {
    if (type === 'CNAME') asked.set(data.replace(/\.$/, ''), name)
  }
  for (const row of names) {
    if ((row.type ?? 'A') !== 'A') continue
    let name = row.name ?? ''
    for (let hops = 0; asked.has(name) && hops < 10; hops += 1) name = asked.get(name) ?? name
    found.set(row.data ?? row.address ?? '', name)
  }
  return found
}

/** RouterOS 6 and early 7 write `address:port` in one. */
function address(text = ''): string {
  return text.split(':')[0] ?? ''
}

function portOf(connection: RouterRow, side: 'dst' | 'reply-src'): number {
  const apart = connection[`${side}-port`] ?? connection[`${side}-address`]?.split(':')[1]
  return Number(apart ?? 0)
}
