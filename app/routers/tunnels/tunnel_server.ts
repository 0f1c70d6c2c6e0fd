import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import env from '#start/env'
import { TunnelNetwork } from './tunnel_network.js'
import { wireguardKey } from './wireguard_key.js'

/** Where routers dial to. */
export interface TunnelServer {
  /** Name or IPv4 address that routers dial. */
  endpointHost: string
  /** UDP. */
  endpointPort: number
  publicKey: string
}

export const tunnelNetwork = new TunnelNetwork(env.get('WIREGUARD_NETWORK') ?? '10.64.0.0/12')

/**
 * The WireGuard server of this installation; null when it has none. The key is in the
 * environment, or in the file that docker/wireguard writes when it first starts.
 */
export function tunnelServer(): TunnelServer | null {
  const endpoint = endpointOf(env.get('WIREGUARD_ENDPOINT') ?? '')
  const publicKey = serverKey()
  return endpoint && publicKey ? { ...endpoint, publicKey } : null
}

/** What a router is told to use as its RADIUS server, and as the source of its packets. */
export function radiusReach(routerAddress: string): { host: string; srcAddress?: string } {
  return tunnelNetwork.contains(routerAddress)
    ? { host: tunnelNetwork.hub, srcAddress: routerAddress }
    : { host: env.get('RADIUS_HOST') }
}

function endpointOf(text: string) {
  const [, endpointHost = '', port = ''] = /^([A-Za-z0-9.-]+):(\d{1,5})$/.exec(text) ?? []
  const endpointPort = Number(port)
  if (!endpointHost || isIP(endpointHost) === 6 || !(endpointPort > 0 && endpointPort < 65_536)) {
    return null
  }
  return { endpointHost, endpointPort }
}

function serverKey(): string | null {
  const given = env.get('WIREGUARD_PUBLIC_KEY')
  const file = env.get('WIREGUARD_PUBLIC_KEY_FILE')
  try {
    return wireguardKey(given || readFileSync(file ?? '', 'utf8'))
  } catch {
    return null
  }
}
