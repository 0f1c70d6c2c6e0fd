import { quoted } from '#routers/provisioning/quoted'
import type { RouterOsMajor } from '#routers/provisioning/script_facts'
import { told, type ScriptSection } from '#routers/provisioning/script_section'
import { fetchCommand } from '#routers/provisioning/sections/fetch_command'
import { type FilterRule, inputRules, putFirst } from './filter_rules.js'
import { DIAL_IN, TUNNEL_INTERFACE, TUNNEL_TAGGED } from './tunnel_names.js'
import type { TunnelServer } from './tunnel_server.js'

/** The least that any path carries, mobile uplinks and PPPoE among them; nobody needs speed here. */
const MTU = 1280
/** Not WireGuard's own 13231, which a router that knows WireGuard already may be using. */
const LISTEN_PORT = 51899

export interface TunnelFacts {
  major: RouterOsMajor
  /** The router's end. */
  address: string
  /** Our end. */
  hub: string
  server: TunnelServer
  apiPort: number
  /** Where the router posts its public key to. */
  keyUrl: string
  /** The key was revoked: the interface is made anew, and with it the key. */
  renewKey: boolean
  /** Addresses of routers that come through this one. */
  through: readonly string[]
}

const menu = '/interface wireguard'
const find = `[${menu} find name=${quoted(TUNNEL_INTERFACE)}]`
const publicKey = `[${menu} get ${find} public-key]`

/**
 * A step of the joining script: the router dials out to us. It makes its own key, of which we
 * get the public half; each line sets a state, so running it twice does no harm. (MikroTik
 * manual: WireGuard, Firewall filter, Fetch.)
 */
export function tunnelSection(facts: TunnelFacts): ScriptSection {
  const title = 'Tunnel: dials out to us, and is reached through it'
  if (facts.major === 6) return { key: 'tunnel', title, lines: NO_WIREGUARD }
  const add = `${menu} add name=${quoted(TUNNEL_INTERFACE)} listen-port=${LISTEN_PORT} mtu=${MTU} ${TUNNEL_TAGGED}`
  return {
    key: 'tunnel',
    title,
    lines: [
      ...(facts.renewKey ? [`${menu} remove ${find}`] : []),
      `:if ([:len ${find}] = 0) do={ ${add} }`,
      ...tunnelSettings(facts),
      `:put ("portico: WireGuard public key " . ${publicKey})`,
      fetchCommand(
        facts,
        facts.keyUrl,
        `http-method=post http-header-field="Content-Type: text/plain" http-data=${publicKey} output=none`
      ),
    ],
  }
}

const NO_WIREGUARD = [
  told('tunnel', 'failed:version'),
  ':error "portico: RouterOS 6 has no WireGuard. See the text for it on the page of this router"',
]

/** Everything but the key: what remains to be set once the interface exists. */
export function tunnelSettings({ address, hub, server, ...facts }: TunnelFacts): string[] {
  const via = `interface=${quoted(TUNNEL_INTERFACE)}`
  return [
    `${menu} set ${find} mtu=${MTU} disabled=no`,
    `${menu} peers remove [${menu} peers find ${via}]`,
    `${menu} peers add ${via} public-key=${quoted(server.publicKey)} endpoint-address=${server.endpointHost} endpoint-port=${server.endpointPort} allowed-address=${hub}/32 persistent-keepalive=25s ${TUNNEL_TAGGED}`,
    ...replaced('/ip address', `address=${address}/32 ${via}`),
    ...replaced('/ip route', `dst-address=${hub}/32 gateway=${quoted(TUNNEL_INTERFACE)}`),
    ...putFirst([
      ...inputRules(TUNNEL_INTERFACE, hub, facts.apiPort),
      ...forwardRules(hub, facts.through),
    ]),
  ]
}

function replaced(of: string, values: string): string[] {
  return [`${of} remove [${of} find ${TUNNEL_TAGGED}]`, `${of} add ${values} ${TUNNEL_TAGGED}`]
}

/** Nothing of the ISP's own network is reached from the tunnel but routers that come through here. */
function forwardRules(hub: string, through: readonly string[]): FilterRule[] {
  const via = quoted(TUNNEL_INTERFACE)
  return [
    ...through.flatMap((address): FilterRule[] => [
      `chain=forward in-interface=${via} src-address=${hub} dst-address=${address} action=accept`,
      `chain=forward out-interface=${via} src-address=${address} dst-address=${hub} action=accept`,
    ]),
    `chain=forward in-interface=${via} action=drop`,
  ]
}

/**
 * Takes it all away again, on 6 too: there `[:parse]` fails when it runs, inside the guard,
 * and not when the whole text is read.
 */
export const TUNNEL_REMOVAL: readonly string[] = [
  ...['/ip firewall filter', '/ip route', '/ip address'].map(
    (of) => `${of} remove [${of} find ${TUNNEL_TAGGED}]`
  ),
  ...['/ip firewall filter', '/ppp secret'].map(
    (of) => `${of} remove [${of} find comment~"^${DIAL_IN}"]`
  ),
  ...['l2tp', 'sstp'].map(
    (kind) =>
      `/interface ${kind}-client remove [/interface ${kind}-client find name="portico-${kind}"]`
  ),
  `[[:parse "${menu} remove [${menu} find name=${TUNNEL_INTERFACE}]"]]`,
]
