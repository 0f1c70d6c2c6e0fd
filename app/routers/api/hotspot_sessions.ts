import { type MacAddress } from '#core/mac_address'
import { type RouterRow } from './command_channel.js'
import { type RouterSession } from './router_session.js'

/** A line of /ip/hotspot/active: a device the router lets through. */
export interface HotspotActive {
  id: string
  user: string
  address: string
  mac: string
  /** How it came in: mac, http-pap, admin … */
  loginBy: string
  /** As RouterOS writes durations: `1d2h3m4s`. */
  uptime: string
  /** Absent when the session has no time limit. */
  sessionTimeLeft: string | undefined
  octetsIn: number
  octetsOut: number
}

const PROPERTIES = [
  '.id',
  'user',
  'address',
  'mac-address',
  'login-by',
  'uptime',
  'session-time-left',
  'bytes-in',
  'bytes-out',
]

/** The device's sessions on the router: usually none or one. */
export async function activeSessionsOf(
  session: RouterSession,
  mac: MacAddress
): Promise<HotspotActive[]> {
  const rows = await session.print('/ip/hotspot/active', { 'mac-address': mac }, PROPERTIES)
  return rows.map(readActive)
}

function readActive(row: RouterRow): HotspotActive {
  return {
    id: row['.id'] ?? '',
    user: row.user ?? '',
    address: row.address ?? '',
    mac: row['mac-address'] ?? '',
    loginBy: row['login-by'] ?? '',
    uptime: row.uptime ?? '',
    sessionTimeLeft: row['session-time-left'],
    octetsIn: Number(row['bytes-in'] ?? 0),
    octetsOut: Number(row['bytes-out'] ?? 0),
  }
}
