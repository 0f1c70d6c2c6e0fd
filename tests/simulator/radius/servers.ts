import { parseDuration } from '../menus/duration.js'
import type { Menus } from '../menus/menus.js'
import type { Row } from '../menus/menu.js'
import type { RadiusServer } from './nas_client.js'

const isSet = (address: string | undefined) =>
  address !== undefined && address !== '' && address !== '0.0.0.0'

function read(row: Row, port: string): RadiusServer {
  return {
    id: row['.id'] ?? '',
    address: row['address'] ?? '',
    port: Number(row[port]),
    secret: row['secret'] ?? '',
    timeout: parseDuration(row['timeout'] ?? '') ?? 1100,
    requireMessageAuthenticator: row['require-message-auth'] === 'yes-for-request-resp',
    source: isSet(row['src-address']) ? row['src-address'] : undefined,
  }
}

function hotspotRows(menus: Menus): Row[] {
  return menus
    .rows('/radius')
    .filter(
      (row) => row['disabled'] !== 'true' && (row['service'] ?? '').split(',').includes('hotspot')
    )
    .filter((row) => isSet(row['address']))
}

/** The servers asked to authenticate hotspot users, in the order of `/radius`. */
export function authenticationServers(menus: Menus): RadiusServer[] {
  return hotspotRows(menus)
    .filter((row) => row['accounting-backup'] !== 'true')
    .map((row) => read(row, 'authentication-port'))
}

export function accountingServers(menus: Menus): RadiusServer[] {
  return hotspotRows(menus).map((row) => read(row, 'accounting-port'))
}

/** The secrets of the `/radius` rows a CoA or Disconnect from this source address may use. */
export function secretsFor(menus: Menus, address: string): string[] {
  return menus
    .rows('/radius')
    .filter((row) => row['address'] === address && row['disabled'] !== 'true')
    .map((row) => row['secret'] ?? '')
}
