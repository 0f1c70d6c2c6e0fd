import { parseDuration } from '../menus/duration.js'
import type { Menus } from '../menus/menus.js'
import type { Row } from '../menus/menu.js'

/** The hotspot server of the router: the first enabled row of `/ip/hotspot`. */
export function hotspotServer(menus: Menus): Row | undefined {
  if (!menus.has('/ip/hotspot') || !menus.allows('hotspot')) return undefined
  return menus.rows('/ip/hotspot').find((row) => row['disabled'] !== 'true')
}

export function serverProfile(menus: Menus): Row {
  const name = hotspotServer(menus)?.['profile'] ?? 'default'
  return menus.rows('/ip/hotspot/profile').find((row) => row['name'] === name) ?? {}
}

/** The user profile a session falls under; the default one when the name is unknown. */
export function userProfile(menus: Menus, name: string | undefined): Row {
  const rows = menus.rows('/ip/hotspot/user/profile')
  return (
    rows.find((row) => row['name'] === name) ?? rows.find((row) => row['default'] === 'true') ?? {}
  )
}

export function loginMethods(menus: Menus): ReadonlySet<string> {
  return new Set((serverProfile(menus)['login-by'] ?? '').split(','))
}

/** Milliseconds, or undefined for `none`, 0 and absent. */
export function timeOf(row: Row, name: string): number | undefined {
  const value = parseDuration(row[name] ?? '')
  return value === undefined || value === 0 ? undefined : value
}

/** AA:BB:CC:DD:EE:FF as `radius-mac-format` wants it. */
export function formatMac(mac: string, pattern: string | undefined): string {
  const digits = mac.replaceAll(':', '')
  let index = 0
  return (pattern ?? 'XX:XX:XX:XX:XX:XX').replace(/X/g, () => digits.charAt(index++))
}

/** Every address of the pool the hotspot gives out from, lowest first. */
export function* poolAddresses(menus: Menus): Generator<string> {
  const server = hotspotServer(menus)
  const dhcp = menus
    .rows('/ip/dhcp-server')
    .find((row) => row['interface'] === server?.['interface'])
  const own = server?.['address-pool']
  const name = own === undefined || own === 'none' ? dhcp?.['address-pool'] : own
  const pool = menus.rows('/ip/pool').find((row) => row['name'] === name)
  for (const range of (pool?.['ranges'] ?? '').split(',')) {
    const [from, to] = range.split('-')
    if (from === undefined || from === '') continue
    for (let value = toNumber(from); value <= toNumber(to ?? from); value++) yield toAddress(value)
  }
}

export function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')
}
