import type { Menus } from '../menus/menus.js'
import type { Row } from '../menus/menu.js'
import { hotspotServer } from './settings.js'

const listed = (text: string | undefined) => (text ?? '').split(',').filter((one) => one !== '')

/** The text of an option's value: `'…'` quoted, or hexadecimal. */
function textOf(value: string): string {
  return value.replace(/s?'([^']*)'|0x([0-9a-f]+)/gi, (_whole, quoted?: string, hex?: string) =>
    hex === undefined ? (quoted ?? '') : Buffer.from(hex, 'hex').toString('utf8')
  )
}

/**
 * What the hotspot's DHCP server tells every phone under an option's number.
 * Only forced options count: RouterOS's own list of asked-for codes varies
 * from phone to phone (facts §5).
 */
export function dhcpOption(menus: Menus, code: number): string | undefined {
  if (!menus.has('/ip/dhcp-server')) return undefined
  const server = menus
    .rows('/ip/dhcp-server')
    .find(
      (row) =>
        row['interface'] === hotspotServer(menus)?.['interface'] && row['disabled'] !== 'true'
    )
  if (server === undefined) return undefined
  const networks = menus.rows('/ip/dhcp-server/network')
  const names = [server, ...networks].flatMap((row) => [
    ...inSet(menus, row['dhcp-option-set']),
    ...listed(row['dhcp-option']),
  ])
  const option = menus
    .rows('/ip/dhcp-server/option')
    .find((row: Row) => names.includes(row['name'] ?? '') && Number(row['code']) === code)
  return option?.['force'] === 'true' ? textOf(option['value'] ?? '') : undefined
}

function inSet(menus: Menus, name: string | undefined): string[] {
  const set = menus.rows('/ip/dhcp-server/option/sets').find((row) => row['name'] === name)
  return listed(set?.['options'])
}
