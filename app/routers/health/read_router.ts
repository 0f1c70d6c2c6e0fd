import type { RouterRow } from '#routers/api/command_channel'
import type { RouterSession } from '#routers/api/router_session'
import { menu } from '#routers/health/menu'
import { readHotspot } from '#routers/health/read_hotspot'
import { readRadius } from '#routers/health/read_radius'
import type { RouterReading } from '#routers/health/router_reading'
import { isYes, readClock, readNumber, readSeconds } from '#routers/health/router_values'

/** What narrows a FastTrack rule down; a rule without any of these takes the hotspot along. */
const NARROWING = [
  'src-address',
  'src-address-list',
  'dst-address-list',
  'in-interface',
  'in-interface-list',
  'connection-mark',
  'packet-mark',
  'routing-mark',
  'hotspot',
]

/**
 * Asks a router for all of it, one command after the other on one connection.
 *
 * @param secret ours, to compare with where the router shows its own
 * @throws RouterApiError when the connection ends; a menu it does not have is skipped
 */
export async function readRouter(session: RouterSession, secret: string): Promise<RouterReading> {
  const asked = performance.now()
  const [clock] = await menu(session, '/system/clock')
  const roundTripMs = performance.now() - asked
  const clockReadAt = Date.now() - roundTripMs / 2

  const [identity] = await menu(session, '/system/identity')
  const [resource] = await menu(session, '/system/resource')
  const [deviceMode] = await menu(session, '/system/device-mode')
  const routerClock = clock ? readClock(clock) : null

  return {
    identity: identity?.name ?? '',
    version: resource?.version ?? '',
    board: resource?.['board-name'] ?? '',
    uptimeSeconds: readSeconds(resource?.uptime),
    cpuPercent: readNumber(resource?.['cpu-load']),
    memoryPercent: memoryPercent(resource),
    clockOffsetSeconds:
      routerClock === null ? null : Math.round((routerClock - clockReadAt) / 1000) + 0,
    roundTripMs: Math.round(roundTripMs),
    deviceModeHotspot: deviceMode?.hotspot === undefined ? null : isYes(deviceMode.hotspot),
    ...(await readRadius(session, secret)),
    ...(await readHotspot(session)),
    ...(await readFirewall(session)),
    ssids: await readSsids(session),
  }
}

function memoryPercent(resource: RouterRow | undefined): number | null {
  const total = readNumber(resource?.['total-memory'])
  const free = readNumber(resource?.['free-memory'])
  return total && free !== null ? Math.round(((total - free) * 100) / total) : null
}

async function readFirewall(session: RouterSession) {
  const all = await menu(session, '/ip/firewall/filter')
  const rules = all.filter((rule) => !isYes(rule.disabled))
  return {
    fasttrackRules: rules.filter(
      (rule) =>
        rule.action === 'fasttrack-connection' &&
        !isYes(rule.dynamic) &&
        NARROWING.every((property) => rule[property] === undefined)
    ).length,
    layer7Rules: rules.filter((rule) => rule['layer7-protocol'] !== undefined).length,
  }
}

/** What the access points on this router broadcast, by the old driver and the new one. */
async function readSsids(session: RouterSession): Promise<string[]> {
  const rows = [
    ...(await menu(session, '/interface/wireless')),
    ...(await menu(session, '/interface/wifi')),
  ]
  const names = rows
    .filter((row) => !isYes(row.disabled))
    .map((row) => row.ssid ?? row['configuration.ssid'] ?? '')
  return [...new Set(names.filter((name) => name !== ''))].toSorted()
}
