import { quoted } from '#routers/provisioning/quoted'
import { type FilterRule, inputRules, putFirst } from './filter_rules.js'
import { DIAL_IN, TUNNEL_TAGGED } from './tunnel_names.js'

export interface DialInFacts {
  kind: 'l2tp' | 'sstp'
  /** The tunnel address of the router that dials in. */
  address: string
  /** The tunnel address of the router it dials in to. */
  gatewayAddress: string
  hub: string
  apiPort: number
}

/**
 * RouterOS 6 knows no WireGuard: it dials in to another router of the ISP's, which has a tunnel
 * and routes between the two. What the operator fills in is in capitals, the same words in both
 * texts. (MikroTik manual: L2TP, SSTP, PPP secrets.)
 */
export function dialInText({ kind, address, hub, apiPort }: DialInFacts): string {
  const via = quoted(`portico-${kind}`)
  const common = `name=${via} connect-to=GATEWAY-ADDRESS user=${pppUser(address)} password="PPP-PASSWORD" profile=default-encryption add-default-route=no disabled=no ${TUNNEL_TAGGED}`
  const security = {
    l2tp: 'use-ipsec=yes ipsec-secret="IPSEC-SECRET"',
    sstp: 'verify-server-certificate=yes',
  }
  const client = `/interface ${kind}-client`
  return [
    `${client} remove [${client} find name=${via}]`,
    `${client} add ${common} ${security[kind]}`,
    `/ip route remove [/ip route find ${TUNNEL_TAGGED}]`,
    `/ip route add dst-address=${hub}/32 gateway=${via} ${TUNNEL_TAGGED}`,
    ...putFirst(inputRules(`portico-${kind}`, hub, apiPort)),
  ].join('\n')
}

/** The other end: on the router that is dialled in to. Its own tunnel script lets the packets pass. */
export function gatewayText({ kind, address, gatewayAddress }: DialInFacts): string {
  const tagged = `comment=${quoted(`${DIAL_IN}-${kind}`)}`
  const server = {
    l2tp: '/interface l2tp-server server set enabled=yes use-ipsec=required ipsec-secret="IPSEC-SECRET" authentication=mschap2',
    sstp: '/interface sstp-server server set enabled=yes authentication=mschap2 certificate=YOUR-CERTIFICATE',
  }
  return [
    server[kind],
    ...putFirst(LET_IN[kind], tagged),
    `/ppp secret remove [/ppp secret find name=${pppUser(address)}]`,
    `/ppp secret add name=${pppUser(address)} password="PPP-PASSWORD" service=${kind} local-address=${gatewayAddress} remote-address=${address} ${tagged}`,
  ].join('\n')
}

/** L2TP itself only inside IPsec. */
const LET_IN: Record<DialInFacts['kind'], FilterRule[]> = {
  l2tp: [
    'chain=input protocol=udp dst-port=500,4500 action=accept',
    'chain=input protocol=ipsec-esp action=accept',
    'chain=input protocol=udp dst-port=1701 ipsec-policy=in,ipsec action=accept',
  ],
  sstp: ['chain=input protocol=tcp dst-port=443 action=accept'],
}

/** Each router that dials in has a login of its own, named after the address it gets. */
function pppUser(address: string): string {
  return quoted(`portico-${address}`)
}
